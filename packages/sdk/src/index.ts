// The public face of the SDK: what a partner installs.
export type {
  Card,
  EventType,
  Field,
  OutgoingMessage,
  PartnerEvent,
  Purpose,
  RefusalCode,
  Verb,
} from '@countersign/protocol'
export { card, purposes, refusals, songCard } from '@countersign/protocol'
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
export type { Deliveries, Disclosure } from './deliveries.ts'
export { type Ask, featureDetail, type GrantedDetail } from './details.ts'
export * from './errors.ts'
export type { FollowOptions } from './events.ts'
export type { Pages } from './pages.ts'
export { type ClientOptions, createPartner, type FinishOptions, type Partner } from './partner.ts'
export type { RetryBounds } from './retry.ts'
export type { PartnerSettings } from './settings.ts'
export type { Exchange } from './transport.ts'
