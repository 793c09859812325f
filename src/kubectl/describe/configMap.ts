import type { ConfigMap } from '../../sim/types/index.ts'
import { printEvents } from './events.ts'
import { compare, printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'
import { byteCount } from './secret.ts'

/** Upstream walks the data in random order; here it is by key. */
// k8s: kubectl/pkg/describe ConfigMapDescriber.Describe (1.36)
export const describeConfigMap: Describer<ConfigMap> = (map, context) => {
  const page = new Page()
  printHead(page, map, true)
  page.write(0, '\nData\n====\n')
  for (const [key, value] of Object.entries(map.data ?? {}).sort(([a], [b]) => compare(a, b))) {
    page.write(0, `${key}:\n----\n`)
    page.write(0, `${value}\n`)
    page.write(0, '\n')
  }
  page.write(0, '\nBinaryData\n====\n')
  const binary = Object.entries(map.binaryData ?? {}).sort(([a], [b]) => compare(a, b))
  for (const [key, value] of binary) page.line(0, `${key}: ${byteCount(value)} bytes`)
  page.write(0, '\n')
  printEvents(page, map, context)
  return page.text()
}
