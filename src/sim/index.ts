/** The one door into the engine. Everything outside `src/sim` imports from here. */

export { semanticEqual } from './admission/fieldErrors.ts'
export type { WriteOptions } from './api/create.ts'
export { type DeleteOptions, FOREGROUND, ORPHAN } from './api/delete.ts'
export type { EventType } from './api/events.ts'
export type { PatchRequest } from './api/patch.ts'
export type { ScaleRequest } from './api/subresources.ts'
export { Watch, type WatchEvent, type WatchOptions } from './api/watch.ts'
export { type Checkpoint, checkpoint, restore } from './checkpoint.ts'
export { Cluster, type ClusterOptions, type Context } from './cluster.ts'
export type { Actor, Change, Controller, Requeue } from './controllers/controller.ts'
export { nextRun } from './controllers/cronjob/times.ts'
export { ACTORS } from './controllers/index.ts'
export { type Candidate, candidatesOf } from './controllers/persistentVolume/candidates.ts'
export { delaysBinding, refusal as volumeRefusal } from './controllers/persistentVolume/match.ts'
export {
  type AutoscalerMetric,
  type AutoscalerWait,
  autoscalerMetrics,
  autoscalerWait,
} from './controllers/podautoscaler/why.ts'
export { createCluster } from './engine.ts'
export * from './errors.ts'
export { type Input, repeat } from './history.ts'
export type { Entry, EntryVerb } from './journal.ts'
export { ENDPOINTS_ARE_OLD } from './kinds/endpoints.ts'
export { findKindSpec, findResource, isServed, KINDS, kindSpec } from './kinds/index.ts'
export type { AdmissionContext, KindSpec } from './kinds/kind.ts'
export { execute, NoSuchProgram } from './kubelet/exec/execute.ts'
export { insideOf } from './kubelet/exec/find.ts'
export type { Inside, Step } from './kubelet/exec/inside.ts'
export { containerLogs, type LogLine } from './kubelet/logs.ts'
export { kubeletRuns, type Machine, machineNames, machineOf } from './kubelet/machine.ts'
export { type PodWait, type ProbeTrouble, podWait, probeTrouble } from './kubelet/pending.ts'
export { containerUse } from './kubelet/pressure/holders.ts'
export { diskBytes } from './kubelet/pressure/signals.ts'
export {
  type Announcer,
  announcedAddresses,
  announcerOf,
  announcersOf,
} from './metallb/announce.ts'
export { metricsState, nodeMetrics, type PodMetrics, podMetrics, type Round } from './metrics.ts'
export {
  isFailure,
  lastTrace,
  latestTraces,
  type RequestSum,
  requestSum,
} from './network/perform.ts'
export type { Hop, Origin, Outcome, RequestSpec, Trace } from './network/request.ts'
export { type Client, overNetwork, type Tool } from './network/tools/client.ts'
export { curl } from './network/tools/curl.ts'
export { dig, nslookup } from './network/tools/names.ts'
export { ping } from './network/tools/ping.ts'
export { wget } from './network/tools/wget.ts'
export { inClusterNetwork } from './network/way.ts'
export { book2021 } from './profiles/book2021.ts'
export { current } from './profiles/current.ts'
export type { Profile } from './profiles/profile.ts'
export { tightest } from './quota/tightest.ts'
export { Random } from './random.ts'
export {
  authorize,
  denied,
  type Person,
  personOf,
  rulesFor,
  type Wish,
} from './rbac/authorize.ts'
export { isBootstrap } from './rbac/bootstrap.ts'
export { escalation, uncovered } from './rbac/escalation.ts'
export { type ClusterView, type Recording, record, resume, Still } from './recording.ts'
export { type Retrying, retrying } from './retries.ts'
export { runUntil, step, type Until } from './run.ts'
export { wholeValue } from './scheduler/amounts.ts'
export { podRequests } from './scheduler/requests.ts'
export { decodeBytes, encodeBase64, encodeBytes } from './schema/base64.ts'
export { type FieldType, fieldsOf } from './schema/fields.ts'
export { inStoredVersion, OTHER_VERSIONS, otherVersion } from './schema/versions.ts'
export { controllerOf, type Key, keyOf, ObjectStore, splitKey } from './store.ts'
export { EPOCH, formatMicroTime, formatTime, type Millis, parseTime } from './time.ts'
export { type Load, loadAmount, loadOf, loads } from './traffic/flow.ts'
export { LOADABLE } from './traffic/traffic.ts'
export type * from './types/index.ts'
export { backendFor, backendOfVolume } from './volumes/backend.ts'
export {
  VOLUME_TYPES,
  type VolumeRow,
  type VolumeSort,
  type VolumeStatus,
} from './volumes/catalogue.ts'
export { type Consumer, consumersOf } from './volumes/consumers.ts'
export {
  type FileServer,
  fileServers,
  mountTrouble,
  serverAt,
} from './volumes/nfs.ts'
export {
  filesOf,
  filesOfBackend,
  filesOfContainer,
  filesOfVolume,
  usedOfVolume,
} from './volumes/read.ts'
export type { Backend, FileNode, VolumeRef } from './volumes/types.ts'
export { KUBELET, type WorldAct } from './world.ts'
