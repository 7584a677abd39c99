// What makes one example partner different from another, and what its pages and forms are given.
import { readFileSync } from 'node:fs'
import type { Ask, Card, Connection, Partner } from '@countersign/sdk'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Piece } from './html.ts'
import type { People } from './people.ts'
import type { Store } from './store.ts'

/** An example partner, as data and as the routes of its own. */
export interface PartnerApp extends PartnerFiles {
  /** Its files, its cookie, its variables and its lines in the register are named after it. */
  readonly slug: string
  readonly name: string
  /** The port it listens on unless told otherwise. */
  readonly port: number
  /** What it is, in a few words. */
  readonly about: string
  /** Each feature's slug and what is asked for it: a permission for each is given for itself. */
  readonly features: Readonly<Record<string, readonly Ask[]>>
  /** Its main places, in order. */
  readonly places: readonly { readonly path: string; readonly name: string }[]
  readonly words: SiteWords
  /**
   * What people find when they search its works from a thread, best first. The platform asks with their words and says nothing
   * of them. Left out by a partner without a catalogue.
   */
  readonly catalogue?: (query: string) => readonly Card[]
  /** Registers its own pages and forms. */
  readonly routes: (http: FastifyInstance, site: Site) => void
  /** Where somebody goes who has just connected and wanted nothing else. */
  readonly landing: string
  /**
   * Does what somebody wanted before they were connected, and says where to go then. Left out where nothing is ever wanted.
   * @param wanted what `Site.connect` was given
   */
  readonly sendOnwards?: (site: Site, person: string, wanted: string, feature: string) => Promise<string>
}

/** Its files. */
export interface PartnerFiles {
  /** The text of its countersign.partner.yaml. */
  readonly manifest: string
  /** Its own stylesheet: it follows the shared one, and gives it colours and character. */
  readonly css: string
  /** An SVG. */
  readonly icon: string
}

/** The files of a partner. @param module its app.ts, as `import.meta.url` */
export function partnerFiles(module: string): PartnerFiles {
  const read = (path: string): string => readFileSync(new URL(path, module), 'utf8')
  return {
    manifest: read('../countersign.partner.yaml'),
    css: read('style.css'),
    icon: read('icon.svg'),
  }
}

/** What it says where every site says something. */
export interface SiteWords {
  readonly home: string
  readonly notFound: Words
  /** The title when something went wrong on its side. */
  readonly broken: string
  /** When somebody said no on the permission screen. */
  readonly saidNo: string
}

/** A title and a sentence. */
export interface Words {
  readonly title: string
  readonly words: string
}

/** A page of one message. */
export interface Message extends Words {
  /** The stable code of what went wrong. */
  readonly code?: string
}

/** A running partner, as its own pages and forms see it. */
export interface Site {
  readonly app: PartnerApp
  readonly store: Store
  readonly people: People
  /** The platform. */
  readonly issuer: string
  /** Its own address; known once it listens. */
  readonly url: () => string
  readonly now: () => number
  readonly partner: (feature: string) => Promise<Partner>
  /** Who sent this, as the platform names them to us; null for who is not connected. */
  person(request: FastifyRequest): string | null
  /** Their connection to a feature; undefined when there is none. */
  connection(person: string | null, feature: string): Connection | undefined
  /** Sends a page of its own. @param at the place it belongs to */
  page(reply: FastifyReply, page: { title: string; at: string; body: Piece }, status?: number): FastifyReply
  message(reply: FastifyReply, status: number, message: Message): FastifyReply
  /**
   * Sends the person to the platform's permission screen, where they choose each power for itself, or says why it cannot.
   * @param wanted what to do once they are back
   */
  connect(
    request: FastifyRequest,
    reply: FastifyReply,
    feature: string,
    wanted: string | null,
  ): Promise<FastifyReply>
}
