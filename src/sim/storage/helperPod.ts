import type { Cluster } from '../cluster.ts'
import type { Millis } from '../time.ts'
import type { Draft, Pod } from '../types/index.ts'
import type { Driver } from './running.ts'

/** How long a helper may take. k8s: rancher/local-path-provisioner defaultCmdTimeoutSeconds */
const LONGEST: Millis = 120_000
const HELPERS = 'local path helpers'
const CONFIG = 'local-path-config'

type Deed = 'create' | 'delete'

export type Help = 'working' | 'done' | { readonly error: string }

interface Task {
  readonly deed: Deed
  readonly volume: string
  readonly node: string
  readonly path: string
  readonly size: string
}

function draft({ namespace }: Driver, { deed, volume, node, path, size }: Task): Draft<Pod> {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const script = deed === 'create' ? 'setup' : 'teardown'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: nameOf(deed, volume), namespace },
    spec: {
      containers: [
        {
          name: 'helper-pod',
          image: 'busybox',
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', `/script/${script}`],
          args: ['-p', path, '-s', size, '-m', 'Filesystem'],
          env: [
            { name: 'VOL_DIR', value: path },
            { name: 'VOL_MODE', value: 'Filesystem' },
            { name: 'VOL_SIZE_BYTES', value: size },
          ],
          volumeMounts: [
            { name: 'script', mountPath: '/script' },
            { name: 'data', mountPath: folder },
          ],
        },
      ],
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      volumes: [
        {
          name: 'script',
          configMap: { name: CONFIG, items: [{ key: script, path: script }] },
        },
        { name: 'data', hostPath: { path: folder, type: 'DirectoryOrCreate' } },
      ],
    },
  }
}

function nameOf(deed: Deed, volume: string): string {
  return `helper-pod-${deed}-${volume}`
}

/** Has a pod on the node make or remove the folder; the provisioner itself cannot reach that disk. */
export function help(cluster: Cluster, driver: Driver, task: Task): Help {
  const name = nameOf(task.deed, task.volume)
  const pod = cluster.find('Pod', driver.namespace, name)
  const since = cluster.recall<Millis>(HELPERS, name)
  if (since === undefined) {
    cluster.why(`a pod on ${task.node} has to ${task.deed} the folder`)
    if (!pod) cluster.create<'Pod'>(draft(driver, task))
    cluster.remember(HELPERS, name, cluster.now)
    return 'working'
  }
  const done = pod?.status.phase === 'Succeeded'
  const late = cluster.now - since >= LONGEST
  if (!done && !late) return 'working'
  cluster.forget(HELPERS, name)
  if (pod) cluster.delete('Pod', driver.namespace, name)
  return done
    ? 'done'
    : {
        error: `failed to ${task.deed} volume ${task.volume}: ${task.deed} process timeout after ${LONGEST / 1000} seconds`,
      }
}
