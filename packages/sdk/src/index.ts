// The public face of the SDK: what a partner installs.
export { type Card, card, songCard } from '@countersign/protocol/cards'
export {
  type DeletionItem,
  type DeletionStatement,
  deletionStatement,
} from '@countersign/protocol/deletion-statement'
export type { EventType, PartnerEvent } from '@countersign/protocol/events'
export type { OutgoingMessage } from '@countersign/protocol/outgoing-message'
export { type Purpose, purposes } from '@countersign/protocol/purposes'
export { type RefusalCode, refusals } from '@countersign/protocol/refusals'
export type { Field, Verb } from '@countersign/protocol/verbs'
export type {
  Access,
  Answer,
  ContactItem,
  Draft,
  DraftState,
  FriendItem,
  MemberItem,
  MessageItem,
  Power,
  ThreadItem,
} from './answers.ts'
export type { ConnectRequest, ConnectStart } from './authorize.ts'
export { type Catalogue, type CatalogueSettings, openCatalogue } from './catalogue.ts'
export type { Client, Keeping, ListOptions } from './client.ts'
export type { Connection, PendingConnection } from './connection.ts'
export type { DeletionAsk } from './deletions.ts'
export type { Deliveries, Disclosure } from './deliveries.ts'
export { type Ask, featureDetail, type GrantedDetail } from './details.ts'
export * from './errors.ts'
export type { FollowOptions } from './events.ts'
export type { Pages } from './pages.ts'
export { type ClientOptions, createPartner, type FinishOptions, type Partner } from './partner.ts'
export type { RetryBounds } from './retry.ts'
export type { PartnerSettings } from './settings.ts'
export type { Exchange } from './transport.ts'
export {
  type VerifiedWebhook,
  verifyWebhook,
  WEBHOOK_TOLERANCE_MS,
  type WebhookRefusal,
  type WebhookRequest,
  type WebhookSettings,
} from './webhook.ts'
