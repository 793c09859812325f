import type {
  Container,
  ContainerPort,
  EnvVar,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  Probe,
} from '../types/index.ts'
import { defaultPullPolicy } from './image.ts'

function httpGetDefaults(action: HTTPGetAction): HTTPGetAction {
  return { ...action, path: action.path || '/', scheme: action.scheme || 'HTTP' }
}

// k8s: pkg/apis/core/v1 SetDefaults_Probe (1.36)
function probeDefaults(probe: Probe): Probe {
  return {
    ...probe,
    ...(probe.httpGet ? { httpGet: httpGetDefaults(probe.httpGet) } : {}),
    ...(probe.grpc ? { grpc: { ...probe.grpc, service: probe.grpc.service ?? '' } } : {}),
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  }
}

function handlerDefaults(handler: LifecycleHandler): LifecycleHandler {
  return handler.httpGet ? { ...handler, httpGet: httpGetDefaults(handler.httpGet) } : handler
}

function lifecycleDefaults(lifecycle: Lifecycle): Lifecycle {
  return {
    ...lifecycle,
    ...(lifecycle.postStart ? { postStart: handlerDefaults(lifecycle.postStart) } : {}),
    ...(lifecycle.preStop ? { preStop: handlerDefaults(lifecycle.preStop) } : {}),
  }
}

function envDefaults(env: EnvVar): EnvVar {
  const from = env.valueFrom
  if (!from) return env
  const { fieldRef, resourceFieldRef } = from
  if (!fieldRef && !resourceFieldRef) return env
  return {
    ...env,
    valueFrom: {
      ...from,
      ...(fieldRef ? { fieldRef: { ...fieldRef, apiVersion: fieldRef.apiVersion || 'v1' } } : {}),
      ...(resourceFieldRef
        ? { resourceFieldRef: { ...resourceFieldRef, divisor: resourceFieldRef.divisor || '0' } }
        : {}),
    },
  }
}

function portDefaults(port: ContainerPort): ContainerPort {
  return port.protocol ? port : { ...port, protocol: 'TCP' }
}

/** A container with the defaults of pods and pod templates alike. */
// k8s: pkg/apis/core/v1 SetDefaults_Container (1.36)
export function containerDefaults<C extends Container>(container: C): C {
  const { ports, env, lifecycle } = container
  const probes: { -readonly [K in 'livenessProbe' | 'readinessProbe' | 'startupProbe']?: Probe } =
    {}
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const probe = container[name]
    if (probe) probes[name] = probeDefaults(probe)
  }
  return {
    ...container,
    ...(ports ? { ports: ports.map(portDefaults) } : {}),
    ...(env ? { env: env.map(envDefaults) } : {}),
    resources: container.resources ?? {},
    ...probes,
    ...(lifecycle ? { lifecycle: lifecycleDefaults(lifecycle) } : {}),
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy || 'File',
    imagePullPolicy: container.imagePullPolicy || defaultPullPolicy(container.image ?? ''),
  }
}

/** A pod's containers request what they limit, where they do not say. */
// k8s: pkg/apis/core/v1 SetDefaults_Pod (1.36)
export function requestsFromLimits<C extends Container>(container: C): C {
  const { limits, requests } = container.resources ?? {}
  if (!limits) return container
  const merged = { ...limits, ...requests }
  return { ...container, resources: { ...container.resources, requests: merged } }
}

/** On the host's network a port is the host's port. */
// k8s: pkg/apis/core/v1 defaultHostNetworkPorts (1.36)
export function hostPorts<C extends Container>(container: C): C {
  if (!container.ports) return container
  return {
    ...container,
    ports: container.ports.map((port) => ({
      ...port,
      hostPort: port.hostPort || port.containerPort,
    })),
  }
}
