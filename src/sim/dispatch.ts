import type { Cluster } from './cluster.ts'
import type { Actor } from './controllers/controller.ts'
import type { Key } from './store.ts'
import type { ApiObject, Kind } from './types/index.ts'

type AnyWatch = (object: unknown, cluster: Cluster, change: unknown) => readonly Key[]

interface Watcher {
  readonly actor: Actor
  readonly watch: AnyWatch
}

/** Who hears of what: carries every change to the actors that watch its kind. */
export class Dispatch {
  private readonly byName = new Map<string, Actor>()
  private readonly watchers = new Map<Kind, Watcher[]>()

  constructor(actors: readonly Actor[]) {
    for (const actor of actors) {
      this.byName.set(actor.name, actor)
      for (const kind of Object.keys(actor.watches) as Kind[]) {
        const watcher = { actor, watch: actor.watches[kind] as AnyWatch }
        const list = this.watchers.get(kind)
        if (list) list.push(watcher)
        else this.watchers.set(kind, [watcher])
      }
    }
  }

  actor(name: string): Actor | undefined {
    return this.byName.get(name)
  }

  /** Puts the keys that the change concerns into the queues of those who run. */
  notify(
    cluster: Cluster,
    kind: Kind,
    before: ApiObject | undefined,
    after: ApiObject | undefined,
  ): void {
    const watchers = this.watchers.get(kind)
    if (!watchers) return
    const object = after ?? before
    const change = { before, after }
    for (let index = 0; index < watchers.length; index++) {
      const { actor, watch } = watchers[index] as Watcher
      if (cluster.stopped.size > 0 && cluster.stopped.has(actor.name)) continue
      const keys = watch(object, cluster, change)
      if (keys.length === 0) continue
      const due = cluster.now + actor.delay(cluster)
      for (let at = 0; at < keys.length; at++)
        cluster.work.add(actor.name, keys[at] as Key, due, cluster.rv, false)
    }
  }
}
