// The schema as text a reviewer can read: tables, columns, constraints, indexes, policies and the logins' privileges, in one order.
import { onServer } from '@countersign/testkit'
import type { ConnectionParameters } from '../src/store/database.ts'
import { roles } from '../src/store/roles.ts'

const queries = [
  `select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
   from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`,
  // PostgreSQL 18 lists "not null" among the constraints too; it stands with its column here.
  `select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
   from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'
   order by conrelid::regclass::text collate "C", conname`,
  `select indexdef from pg_indexes where schemaname = 'public' order by tablename, indexname`,
  `select format('policy %s on %s for %s to %s using %s', policyname, tablename, cmd, array_to_string(roles, ', '), qual)
   from pg_policies where schemaname = 'public' order by tablename, policyname`,
  `select format('%s may %s %s (%s)', grantee, lower(privilege_type), table_name,
     string_agg(column_name::text, ', ' order by column_name))
   from information_schema.role_column_grants where grantee = any ($1) and table_schema = 'public'
   group by grantee, privilege_type, table_name order by grantee, table_name, privilege_type`,
  `select format('%s may delete from %s', grantee, table_name) from information_schema.role_table_grants
   where grantee = any ($1) and table_schema = 'public' and privilege_type = 'DELETE'
   order by grantee, table_name`,
]

/** The schema, one fact a line. */
export function describeSchema(owner: ConnectionParameters): Promise<string> {
  return onServer(owner, async (client) => {
    const parts: string[] = []
    for (const query of queries) {
      const values = query.includes('$1') ? [roles] : []
      const { rows } = await client.query<[string]>({ text: query, values, rowMode: 'array' })
      parts.push(rows.map(([line]) => line).join('\n'))
    }
    return `${parts.join('\n\n')}\n`
  })
}
