import { splitKey } from '../graph/world.ts'

/** `KIND NAMESPACE/NAME, STATUS` as screen readers and tests find a thing; cluster-scoped things have no namespace. */
export function accessibleName(kind: string, key: string, status = '', rest = ''): string {
  const [namespace, name] = splitKey(key)
  const full = namespace === '' ? name : `${namespace}/${name}`
  return `${kind} ${full}${status === '' ? '' : `, ${status}`}${rest}`
}
