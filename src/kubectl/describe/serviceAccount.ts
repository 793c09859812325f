import type { Secret, ServiceAccount } from '../../sim/types/index.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

const TOKEN = 'kubernetes.io/service-account-token'

function isTokenOf(secret: Secret, { metadata }: ServiceAccount): boolean {
  const annotations = secret.metadata.annotations ?? {}
  return (
    secret.type === TOKEN &&
    annotations['kubernetes.io/service-account.name'] === metadata.name &&
    annotations['kubernetes.io/service-account.uid'] === metadata.uid
  )
}

// k8s: kubectl/pkg/describe describeServiceAccount (1.36)
export const describeServiceAccount: Describer<ServiceAccount> = (account, context) => {
  const page = new Page()
  printHead(page, account, true)
  const secrets = context.reader.list('Secret', { namespace: account.metadata.namespace ?? '' })
  const known = new Set(secrets.map((secret) => secret.metadata.name))
  const tokens = secrets.filter((secret) => isTokenOf(secret, account))
  const blocks = [
    ['Image pull secrets:', (account.imagePullSecrets ?? []).map((one) => one.name ?? '')],
    ['Mountable secrets: ', (account.secrets ?? []).map((one) => one.name ?? '')],
    ['Tokens:            ', tokens.map((token) => token.metadata.name)],
  ] as const
  for (const [title, names] of blocks) {
    if (names.length === 0) page.line(0, `${title}\t<none>`)
    for (const [index, name] of names.entries()) {
      const head = index === 0 ? title : ' '.repeat(title.length)
      page.line(0, `${head}\t${known.has(name) ? name : `${name} (not found)`}`)
    }
  }
  printEvents(page, account, context)
  return page.text()
}
