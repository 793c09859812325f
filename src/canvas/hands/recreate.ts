import type { Pod } from '../../sim/index.ts'

/** Volumes and mounts that the API server added by itself have this prefix; it will add them again. */
const ADDED = 'kube-api-access-'

/**
 * A manifest (JSON, which is YAML) of the same pod for another machine: only what its author could have written.
 * It names the machine, so no scheduler takes part; the kubelet still has its say.
 */
export function recreation(pod: Pod, node: string): string {
  const { name, namespace, labels, annotations } = pod.metadata
  const { volumes, containers, ...spec } = pod.spec
  return JSON.stringify({
    apiVersion: pod.apiVersion,
    kind: pod.kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: {
      ...spec,
      nodeName: node,
      ...(volumes === undefined
        ? {}
        : { volumes: volumes.filter((volume) => !volume.name.startsWith(ADDED)) }),
      containers: containers.map((container) => ({
        ...container,
        ...(container.volumeMounts === undefined
          ? {}
          : {
              volumeMounts: container.volumeMounts.filter((mount) => !mount.name.startsWith(ADDED)),
            }),
      })),
    },
  })
}
