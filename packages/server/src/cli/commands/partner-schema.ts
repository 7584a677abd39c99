// countersign partner schema: the JSON Schema of a declaration, for editors that complete and check while somebody writes.
import { partnerFileSchema } from '@countersign/protocol'
import type { CommandSpec } from '../command.ts'

/** `countersign partner schema` */
export const partnerSchemaCommand: CommandSpec = {
  name: 'schema',
  summary: 'Print the JSON Schema of a declaration',
  examples: [
    [
      'partner schema > partner.schema.json',
      'then begin the file with # yaml-language-server: $schema=partner.schema.json',
    ],
  ],
  run: async ({ output }) => {
    const schema = partnerFileSchema()
    output.result({ schema }, JSON.stringify(schema, null, 2))
  },
}
