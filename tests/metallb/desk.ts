import { expect } from 'vitest'
import { BOOK_METALLB, BOOK_POOL } from '../../src/scenarios/metallb.ts'
import { announcerOf, runUntil } from '../../src/sim/index.ts'
import { Desk } from '../kubectl/desk.ts'

/** The lab of the book with MetalLB in it, and somebody who knows how to ask. */
export class Class extends Desk {
  constructor(lab: ConstructorParameters<typeof Desk>[0] = 'book-metallb') {
    super(lab)
    this.files = { 'metallb.yaml': BOOK_METALLB, 'metallb-l2config.yaml': BOOK_POOL }
  }

  /** Runs a line that has to succeed, and waits until nothing is under way. */
  ok(line: string): string {
    const { stdout, stderr, code } = this.run(line)
    // The label of the time is warned about by newer servers.
    expect(stderr.replaceAll(/^Warning: .*beta\.kubernetes\.io\/os.*\n/gm, ''), line).toBe('')
    expect(code, line).toBe(0)
    this.settle()
    return stdout
  }

  apply(name: string, yaml: string): string {
    this.files[name] = yaml
    return this.ok(`kubectl apply -f ${name}`)
  }

  pass(ms: number): void {
    runUntil(this.cluster, { time: this.cluster.now + ms })
  }

  /** What stands under EXTERNAL-IP. */
  external(service: string): string {
    const [, row = ''] = this.ok(`kubectl get service ${service}`).split('\n')
    return row.split(/\s+/)[3] ?? ''
  }

  announcer(ip: string): string | undefined {
    return announcerOf(this.cluster, ip)?.node
  }

  /** Reasons and messages of the Service's events, oldest first. */
  told(service: string): readonly string[] {
    return this.cluster
      .list('Event')
      .filter(({ involvedObject: about }) => about.kind === 'Service' && about.name === service)
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ reason, message }) => `${reason} ${message}`)
  }

  /** Log lines of the pod, without their moments. */
  log(pod: string): readonly Readonly<Record<string, string>>[] {
    return this.ok(`kubectl logs -n metallb-system ${pod}`)
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, string>)
      .map(({ ts: _, ...rest }) => rest)
  }

  controllerPod(): string {
    return this.pods('controller')[0] ?? ''
  }

  speakerOn(node: string): string {
    const pods = this.cluster.list('Pod', { namespace: 'metallb-system' })
    return (
      pods.find((p) => p.metadata.labels?.component === 'speaker' && p.spec.nodeName === node)
        ?.metadata.name ?? ''
    )
  }

  pods(component: string): readonly string[] {
    return this.cluster
      .list('Pod', { namespace: 'metallb-system' })
      .filter(({ metadata }) => metadata.labels?.component === component)
      .map(({ metadata }) => metadata.name)
  }
}

export const NEW_POOL = BOOK_POOL.replace('192.168.1.11-192.168.1.13', '192.168.1.21-192.168.1.23')

/** A Deployment of one pod with a Service of type LoadBalancer. */
export function exposed(desk: Class, name: string, service: string): void {
  desk.ok(`kubectl create deployment ${name} --image=sysnet4admin/echo-hname`)
  desk.ok(`kubectl expose deployment ${name} --type=LoadBalancer --name=${service} --port=80`)
}
