import type {
  DaemonSet,
  Deployment,
  Draft,
  PersistentVolume,
  PersistentVolumeClaim,
  PodTemplateSpec,
  StatefulSet,
} from '../../src/sim/index.ts'

export function templateFor(labels: Readonly<Record<string, string>>): PodTemplateSpec {
  const requests = { cpu: '100m', memory: '64Mi' }
  return {
    metadata: { labels },
    spec: { containers: [{ name: 'c', image: 'nginx:1.25', resources: { requests } }] },
  }
}

export function metadataFor(name: string) {
  return { name, namespace: 'default', labels: { app: name } }
}

export function deploymentDraft(name: string, replicas: number): Draft<Deployment> {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataFor(name),
    spec: { replicas, selector: { matchLabels: labels }, template: templateFor(labels) },
  }
}

export function daemonSetDraft(name: string): Draft<DaemonSet> {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadataFor(name),
    spec: { selector: { matchLabels: labels }, template: templateFor(labels) },
  }
}

export function statefulSetDraft(
  name: string,
  replicas: number,
  parallel: boolean,
): Draft<StatefulSet> {
  const labels = { app: name }
  const { metadata, spec } = templateFor(labels)
  const containers = spec.containers.map((container) => ({
    ...container,
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  }))
  const claim = {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fake-dyn',
      resources: { requests: { storage: '1Gi' } },
    },
  } as unknown as PersistentVolumeClaim
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadataFor(name),
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: parallel ? 'Parallel' : 'OrderedReady',
      selector: { matchLabels: labels },
      template: { ...(metadata ? { metadata } : {}), spec: { ...spec, containers } },
      volumeClaimTemplates: [claim],
    },
  }
}

export function claimDraft(name: string, size: number): Draft<PersistentVolumeClaim> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'default' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      resources: { requests: { storage: `${size}Gi` } },
    },
  }
}

export function volumeDraft(name: string, size: number): Draft<PersistentVolume> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: `${size}Gi` },
      hostPath: { path: '/data' },
    },
  }
}
