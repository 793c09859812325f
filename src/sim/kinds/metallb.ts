import { deniedByWebhook } from '../errors.ts'
import { checkPools, type Pool } from '../metallb/config.ts'
import { poolOf } from '../metallb/pools.ts'
import type { Profile } from '../profiles/profile.ts'
import type { IPAddressPool } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'
import type { AdmissionContext, KindSpec } from './kind.ts'

const GROUP = 'metallb.io'
const servedBy = (profile: Profile): boolean => profile.features.metallbTypes

const common = { group: GROUP, version: 'v1beta1', servedBy }

type PoolDraft = Pick<IPAddressPool, 'spec'> & {
  readonly metadata: { readonly name?: string; readonly namespace?: string }
}

/** The pool as MetalLB's webhook looks at it, beside the others of its namespace. */
// k8s: metallb internal/k8s/webhooks/webhookv1beta1 ipaddresspool_webhook.go (0.15)
function checked(pool: PoolDraft, { list }: Pick<AdmissionContext, 'list'>): void {
  const { name = '', namespace = '' } = pool.metadata
  const read = (one: PoolDraft): Pool => {
    try {
      return poolOf(one, [], () => [])
    } catch (error) {
      throw new Error(
        `parsing address pool ${one.metadata.name ?? ''}: ${(error as Error).message}`,
      )
    }
  }
  const others = list('IPAddressPool', namespace).filter(({ metadata }) => metadata.name !== name)
  try {
    checkPools([...others.map(read), read(pool)])
  } catch (error) {
    throw deniedByWebhook('ipaddresspoolvalidationwebhook.metallb.io', (error as Error).message)
  }
}

export const ipAddressPool: KindSpec<'IPAddressPool'> = defineKind({
  ...common,
  kind: 'IPAddressPool',
  plural: 'ipaddresspools',
  defaults: (draft) => {
    const { autoAssign = true, avoidBuggyIPs = false } = draft.spec ?? {}
    return {
      ...draft,
      metadata: firstGeneration(draft.metadata),
      spec: { ...draft.spec, autoAssign, avoidBuggyIPs },
    }
  },
  admit(draft, context) {
    checked(draft, { list: (kind, namespace) => context.list(kind, namespace) })
    return draft
  },
  checkUpdate(next, _, context) {
    checked(next, { list: (kind, namespace) => context.list(kind, namespace) })
  },
})

export const l2Advertisement = defineKind({
  ...common,
  kind: 'L2Advertisement',
  plural: 'l2advertisements',
  defaults: (draft) => ({ ...draft, metadata: firstGeneration(draft.metadata) }),
})

export const bgpAdvertisement = defineKind({
  ...common,
  kind: 'BGPAdvertisement',
  plural: 'bgpadvertisements',
  defaults: (draft) => ({ ...draft, metadata: firstGeneration(draft.metadata) }),
})

export const bgpPeer = defineKind({
  ...common,
  version: 'v1beta2',
  kind: 'BGPPeer',
  plural: 'bgppeers',
  defaults: (draft) => ({ ...draft, metadata: firstGeneration(draft.metadata) }),
})

export const serviceL2Status = defineKind({
  ...common,
  kind: 'ServiceL2Status',
  plural: 'servicel2statuses',
  subresources: ['status'],
  defaults: (draft) => ({ ...draft, metadata: firstGeneration(draft.metadata) }),
})
