import type { Cluster } from '../../cluster.ts'
import { type Agent, agentName } from './agent.ts'
import { catalogueAgent } from './catalogue.ts'
import { recordingAgent } from './recording.ts'

/** The strategy of the cluster's machines. */
export function agentOf(cluster: Cluster): Agent {
  return agentName(cluster) === 'recording' ? recordingAgent : catalogueAgent
}
