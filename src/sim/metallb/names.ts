/** Queues and lamps of the two parts of MetalLB. */
export const CONTROLLER = 'metallb-controller'
export const SPEAKER = 'metallb-speaker'
/** Memory of the processes of each part, by the key of their pod. */
export const PROCESSES: Readonly<Record<Role, string>> = {
  controller: 'metallb controllers',
  speaker: 'metallb speakers',
}

export type Role = 'controller' | 'speaker'

export const LAYER2 = 'layer2'
export const BGP = 'bgp'
export type Protocol = typeof LAYER2 | typeof BGP
