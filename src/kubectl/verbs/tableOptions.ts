import type { KindSpec } from '../../sim/index.ts'
import type { ApiObject, Kind } from '../../sim/types/index.ts'
import type { Column } from '../printers/column.ts'
import { columnsOf } from '../printers/index.ts'
import type { TableOptions } from '../printers/table.ts'
import type { Call } from '../verb.ts'
import { typeName } from './call.ts'

/** The columns of `get` for a kind, as this cluster's version has them. */
export function columnsIn({ cluster }: Call, kind: Kind): readonly Column<ApiObject>[] {
  const { missingColumns, restartAge } = cluster.profile.kubectl
  const columns = columnsOf(kind) as readonly unknown[] as readonly Column<ApiObject>[]
  const missing = missingColumns[kind]
  const kept = missing ? columns.filter(({ name }) => !missing.includes(name)) : columns
  return kind === 'Pod' && !restartAge ? kept.map(withoutAge) : kept
}

function withoutAge(column: Column<ApiObject>): Column<ApiObject> {
  if (column.name !== 'RESTARTS') return column
  return {
    ...column,
    cell: (object, at) => String(column.cell(object, at)).replace(/ \(.* ago\)$/, ''),
  }
}

/** How the flags of `get` want a table of this type. */
export function tableOptions(
  call: Call,
  spec: KindSpec,
  severalTypes: boolean,
): Omit<TableOptions, 'at'> {
  const { flags } = call
  const withKind = severalTypes || flags.bool('show-kind')
  return {
    wide: flags.text('output') === 'wide',
    noHeaders: flags.bool('no-headers'),
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
    withNamespace: flags.bool('all-namespaces') && spec.namespaced,
    ...(withKind ? { withKind: typeName(spec) } : {}),
  }
}
