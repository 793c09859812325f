import { type ImageFacts, MIB, server } from './imageRows.ts'
import { resolutionOf } from './resolution.ts'

/** Programs made to be watched in trouble. */
export const TROUBLE: Readonly<Record<string, ImageFacts>> = {
  'orrery/crash': server(5, [8080], 100, {
    lives: [1500, 1500],
    lines: ['starting', 'fatal: cannot read /etc/app/config.yaml: no such file or directory'],
  }),
  'orrery/slow-start': server(60, [8080], 40_000, { lines: ['loading data', 'ready to serve'] }),
  'orrery/memory-hog': server(20, [8080], 500, {
    leak: 8 * MIB,
    milliCpu: 50,
    lines: ['cache has no limit'],
  }),
  'orrery/unready': server(20, [], 500, { lines: ['waiting for the database'] }),
  'orrery/flaky': server(20, [8080], 500, {
    lives: [20_000, 150_000],
    endsWith: 2,
    lines: ['up'],
  }),
}

/** Of the control plane, by the last part of the image's path: bare programs, seen from outside only. */
export const CONTROL: Readonly<Record<string, ImageFacts>> = {
  etcd: server(58, [2379, 2380, 2381], 800, {
    bare: true,
    memory: 45 * MIB,
    milliCpu: 25,
    ensemble: 'etcd',
    lines: ['{"level":"info","caller":"embed/serve.go","msg":"ready to serve client requests"}'],
  }),
  'kube-apiserver': server(30, [6443], 3000, {
    bare: true,
    memory: 250 * MIB,
    milliCpu: 50,
    lines: ['I secure_serving.go:211] Serving securely on [::]:6443'],
  }),
  'kube-controller-manager': server(25, [10257], 1500, {
    bare: true,
    memory: 50 * MIB,
    milliCpu: 20,
    lines: [
      'I leaderelection.go:268] successfully acquired lease kube-system/kube-controller-manager',
    ],
  }),
  'kube-scheduler': server(19, [10259], 1000, {
    bare: true,
    memory: 20 * MIB,
    milliCpu: 4,
    lines: ['I leaderelection.go:268] successfully acquired lease kube-system/kube-scheduler'],
  }),
  'metrics-server': server(20, [10250], 1500, {
    bare: true,
    memory: 20 * MIB,
    milliCpu: 4,
    readyz: resolutionOf,
    lines: ['I secure_serving.go:213] Serving securely on [::]:10250'],
  }),
  // Apache with a page that draws a million square roots.
  'hpa-example': server(180, [80], 800, {
    memory: 12 * MIB,
    milliPerRequest: 40,
    body: 'OK!',
    server: 'Apache/2.4.10 (Debian) PHP/5.6.14',
    lines: ["AH00094: Command line: 'apache2 -D FOREGROUND'"],
  }),
  'kube-proxy': server(30, [10249, 10256], 500, { bash: false }),
  coredns: server(18, [53, 8080, 8181, 9153], 800, {
    bare: true,
    lines: ['.:53', 'CoreDNS'],
  }),
}
