// The closed list of purposes, each mapped to the W3C Data Privacy Vocabulary (https://w3id.org/dpv), with plain words.

/** Why a partner may use data. A purpose outside this list cannot be declared or called (SCP-03). */
export const purposes = {
  share_content: {
    dpv: 'dpv:CommunicationManagement',
    words: 'sending things you picked to people you chat with',
  },
  recommendations: { dpv: 'dpv:ProvidePersonalisedRecommendations', words: 'suggesting things you may like' },
  group_activity: {
    dpv: 'dpv:RequestedServiceProvision',
    words: 'showing a chat what its people are enjoying together',
  },
  payment_receipts: { dpv: 'dpv:PaymentManagement', words: 'showing receipts of payments you made' },
  find_friends: { dpv: 'dpv:RequestedServiceProvision', words: 'finding which of your friends are here too' },
  assistance: { dpv: 'dpv:RequestedServiceProvision', words: 'answering what you ask an assistant to do' },
  search: { dpv: 'dpv:SearchFunctionalities', words: 'finding things for you by what was said' },
  profiling: {
    dpv: 'dpv:ServicePersonalisation',
    words: 'building a picture of you from what you do and say',
  },
  advertising: { dpv: 'dpv:PersonalisedAdvertising', words: 'choosing advertisements for you' },
} as const satisfies Record<string, { dpv: `dpv:${string}`; words: string }>

/** One purpose of the list. */
export type Purpose = keyof typeof purposes

/** Whether `input` is a purpose of the list. */
export function isPurpose(input: unknown): input is Purpose {
  return typeof input === 'string' && Object.hasOwn(purposes, input)
}

/** Every purpose, in the order screens show them. */
export const purposeNames = Object.keys(purposes) as Purpose[]
