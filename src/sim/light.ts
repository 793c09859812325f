/**
 * The light door: reading a cluster, and turning one that is there. Nothing behind it loads the verbs, kinds,
 * controllers, scheduler or kubelets, so the first picture may use it; everybody else enters by `index.ts`.
 */

export { semanticEqual } from './admission/fieldErrors.ts'
export { ApiError } from './errors.ts'
export { repeat } from './history.ts'
export { machineOf, machines } from './kubelet/machine.ts'
export { type PodWait, type ProbeTrouble, podWait, probeTrouble } from './kubelet/pending.ts'
export { type ClusterView, type Recording, Still } from './recording.ts'
export { retrying } from './retries.ts'
export { step } from './run.ts'
export { podRequests } from './scheduler/requests.ts'
export { controllerOf } from './store.ts'
export { parseTime } from './time.ts'
