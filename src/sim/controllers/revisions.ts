import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import type { ControllerRevision, LabelSelector, PodTemplateSpec } from '../types/index.ts'
import { claim } from './claim.ts'

/** What a revision keeps: a strategic merge patch that puts the template in the place of another one. */
export interface TemplatePatch {
  readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: 'replace' } }
}

const patches = new WeakMap<PodTemplateSpec, TemplatePatch>()

// k8s: pkg/controller/daemon, pkg/controller/statefulset getPatch (1.36)
export function templatePatch(template: PodTemplateSpec): TemplatePatch {
  const known = patches.get(template)
  if (known) return known
  const patch: TemplatePatch = { spec: { template: { ...template, $patch: 'replace' } } }
  patches.set(template, patch)
  return patch
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (revision.data as TemplatePatch).spec.template
  return template
}

export function keeps(revision: ControllerRevision, patch: TemplatePatch): boolean {
  return revision.data === patch || equal(revision.data, patch)
}

/** Oldest first. k8s: pkg/controller/history byRevision (1.36) */
function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const one = `${a.metadata.creationTimestamp} ${a.metadata.name}`
  const other = `${b.metadata.creationTimestamp} ${b.metadata.name}`
  return one < other ? -1 : one > other ? 1 : 0
}

/** Every revision of a workload, oldest first; loose ones that its selector selects are adopted. */
export function claimRevisions(
  cluster: Cluster,
  owner: Parameters<typeof claim>[2],
  selector: LabelSelector,
): readonly ControllerRevision[] {
  return [...claim(cluster, 'ControllerRevision', owner, selector)].sort(byRevision)
}

/** Gives a revision another number: going back makes the old one the newest again. */
export function renumber(
  cluster: Cluster,
  revision: ControllerRevision,
  number: number,
): ControllerRevision {
  cluster.why(`${revision.metadata.name} has the present template: it becomes revision ${number}`)
  return cluster.update({ ...revision, revision: number })
}

export function dropRevision(cluster: Cluster, revision: ControllerRevision, limit: number): void {
  const { namespace = '', name } = revision.metadata
  cluster.why(`history keeps ${limit} revisions; ${name} is older`)
  cluster.delete('ControllerRevision', namespace, name)
}
