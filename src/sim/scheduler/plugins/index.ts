import type { Plugin } from '../plugin.ts'
import { createBalancedAllocation } from './balancedAllocation.ts'
import { imageLocality } from './imageLocality.ts'
import { createInterPodAffinity } from './interPodAffinity.ts'
import { createNodeAffinity } from './nodeAffinity.ts'
import { nodeName } from './nodeName.ts'
import { nodePorts } from './nodePorts.ts'
import { createNodeResourcesFit } from './nodeResourcesFit.ts'
import { nodeUnschedulable } from './nodeUnschedulable.ts'
import { nodeVolumeLimits } from './nodeVolumeLimits.ts'
import { createPodTopologySpread } from './podTopologySpread.ts'
import { taintToleration } from './taintToleration.ts'
import { volumeBinding } from './volumeBinding.ts'
import { volumeRestrictions } from './volumeRestrictions.ts'
import { volumeZone } from './volumeZone.ts'

/** Upstream's default plugins in their order, which is the order in which nodes are asked. */
// k8s: pkg/scheduler/apis/config/v1 getDefaultPlugins (1.36)
export const DEFAULT_PLUGINS: readonly Plugin[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  createNodeAffinity(),
  nodePorts,
  createNodeResourcesFit(),
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  createPodTopologySpread(),
  createInterPodAffinity(),
  createBalancedAllocation(),
  imageLocality,
]
