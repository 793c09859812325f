import { describe, expect, it } from 'vitest'
import { kubectl } from '../../src/kubectl/run.ts'
import { IMAGES } from '../../src/scenarios/images.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { runUntil } from '../../src/sim/index.ts'
import { factsOf, tagExists } from '../../src/sim/kubelet/behaviour/facts.ts'
import { parseImage } from '../../src/sim/kubelet/behaviour/reference.ts'
import {
  bindLine,
  deleteLine,
  drainLine,
  evictLine,
  imageLine,
  type Line,
  labelLine,
  nodeLine,
  patchLine,
  rolloutLine,
  scaleLine,
  taintLine,
} from '../../src/store/lines.ts'
import {
  claimRefPatch,
  freePath,
  inTemplate,
  mountPatch,
  noSelectorPatch,
  selectorPatch,
  selectPatch,
  sizePatch,
  templateOf,
  volumeName,
} from '../../src/store/patches.ts'
import { wordsOf } from '../../src/store/words.ts'

const WEB = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
const POD = { kind: 'Pod', namespace: 'shop', name: 'a-b' } as const

describe('command lines', () => {
  it.each<[Line, string]>([
    [deleteLine(POD), 'kubectl delete pod a-b -n shop'],
    [deleteLine(POD, 'now'), 'kubectl delete pod a-b --now -n shop'],
    [deleteLine(POD, 'force'), 'kubectl delete pod a-b --force --grace-period=0 -n shop'],
    [scaleLine(WEB, 5), 'kubectl scale deployment web --replicas=5'],
    [rolloutLine(WEB, 'undo'), 'kubectl rollout undo deployment web'],
    [imageLine(WEB, 'nginx', 'nginx:1.25'), 'kubectl set image deployment web nginx=nginx:1.25'],
    [taintLine('w1', 'a=b:NoSchedule'), 'kubectl taint node w1 a=b:NoSchedule'],
    [taintLine('w1', 'a:NoSchedule-'), 'kubectl taint node w1 a:NoSchedule-'],
    [labelLine('label', WEB, 'tier=front'), 'kubectl label deployment web tier=front --overwrite'],
    [labelLine('annotate', WEB, 'note-'), 'kubectl annotate deployment web note-'],
    [
      labelLine('annotate', WEB, 'n=two words'),
      "kubectl annotate deployment web 'n=two words' --overwrite",
    ],
    [nodeLine('cordon', 'w1'), 'kubectl cordon w1'],
    [drainLine('w1', true), 'kubectl drain w1 --ignore-daemonsets --force --delete-emptydir-data'],
    [
      patchLine(WEB, selectorPatch('Deployment', 'w3')),
      `kubectl patch deployment web -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"w3"}}}}}'`,
    ],
  ])('%#', ({ command }, expected) => {
    expect(command).toBe(expected)
  })

  it('posts a binding and an eviction to the subresources of the pod', () => {
    const { command, stdin = '', near } = bindLine('shop', 'a-b', 'w2')
    expect(command).toBe('kubectl create --raw /api/v1/namespaces/shop/pods/a-b/binding -f -')
    expect(JSON.parse(stdin).target.name).toBe('w2')
    expect(near).toBe('Pod shop/a-b')
    expect(JSON.parse(evictLine('shop', 'a-b').stdin ?? '').kind).toBe('Eviction')
  })
})

/** A lab in which the lines are run for real. */
function lab() {
  const cluster = createLab('plain')
  const run = (line: Line | string) => {
    const { command, stdin } = typeof line === 'string' ? { command: line } : line
    const [, ...argv] = wordsOf(command) ?? []
    const said = { out: '', err: '' }
    const io = { readFile: () => undefined, interactive: true, config: { namespace: 'default' } }
    const running = kubectl(cluster, argv, stdin === undefined ? io : { ...io, stdin })
    let step = running.next()
    for (; !step.done; step = running.next()) {
      if ('out' in step.value) said.out += step.value.out
      else if ('err' in step.value) said.err += step.value.err
    }
    return { ...said, code: step.value }
  }
  const settle = () => runUntil(cluster, { quiet: true, timeout: 600_000 })
  run('kubectl create deployment web --image=nginx --replicas=2')
  run('kubectl create configmap settings --from-literal=A=1')
  settle()
  const web = () => {
    const found = cluster.find('Deployment', 'default', 'web')
    if (!found) throw new Error('web is gone')
    return found
  }
  return { cluster, run, settle, web }
}

describe('patches that the API takes', () => {
  it('mounts a ConfigMap as files, then as environment, each with a rollout', () => {
    const { cluster, run, settle, web } = lab()
    for (const as of ['files', 'env'] as const) {
      const template = templateOf(web())
      if (!template) throw new Error('no template')
      const mount = {
        kind: 'ConfigMap',
        name: 'settings',
        container: 'nginx',
        as,
        path: '/etc/config',
      } as const
      const { code, err } = run(patchLine(WEB, mountPatch('Deployment', template, mount)))
      expect(err).toBe('')
      expect(code).toBe(0)
      settle()
    }
    const spec = web().spec.template.spec
    expect(spec.volumes?.[0]).toMatchObject({ name: 'settings', configMap: { name: 'settings' } })
    expect(spec.containers[0]?.volumeMounts?.[0]).toMatchObject({ mountPath: '/etc/config' })
    expect(spec.containers[0]?.envFrom).toEqual([{ configMapRef: { name: 'settings' } }])
    expect(cluster.list('ReplicaSet').length).toBe(3)
    expect(freePath('ConfigMap', spec, 'nginx')).toBe('/etc/config-2')
  })

  it('pins a workload to a machine and lets it go again', () => {
    const { cluster, run, settle } = lab()
    expect(run(patchLine(WEB, selectorPatch('Deployment', 'worker-2'))).code).toBe(0)
    settle()
    const nodes = () =>
      new Set(cluster.list('Pod', { namespace: 'default' }).map((pod) => pod.spec.nodeName))
    expect([...nodes()]).toEqual(['worker-2'])
    expect(run(patchLine(WEB, noSelectorPatch('Deployment'))).code).toBe(0)
    settle()
    expect(nodes().size).toBeGreaterThan(1)
  })

  it('evicts, taints, labels and changes the image', () => {
    const { cluster, run, settle, web } = lab()
    const [pod] = cluster.list('Pod', { namespace: 'default' })
    expect(run(evictLine('default', pod?.metadata.name ?? '')).code).toBe(0)
    expect(run(taintLine('worker-1', 'a=b:NoExecute')).code).toBe(0)
    expect(run(labelLine('label', WEB, 'tier=front')).code).toBe(0)
    expect(run(imageLine(WEB, 'nginx', 'httpd:2.4')).code).toBe(0)
    settle()
    expect(web().metadata.labels?.tier).toBe('front')
    expect(web().spec.template.spec.containers[0]?.image).toBe('httpd:2.4')
    expect(cluster.podsOn('worker-1')).toEqual([])
    expect(run(rolloutLine(WEB, 'undo')).code).toBe(0)
    expect(web().spec.template.spec.containers[0]?.image).toBe('nginx')
  })
})

describe('patches', () => {
  it('replaces what a Service selected', () => {
    expect(selectPatch({ app: 'old', tier: 'x' }, { app: 'web' })).toEqual({
      spec: { selector: { tier: null, app: 'web' } },
    })
  })

  it('keeps the template of a CronJob where it is', () => {
    expect(inTemplate('CronJob', { a: 1 })).toEqual({
      spec: { jobTemplate: { spec: { template: { spec: { a: 1 } } } } },
    })
  })

  it('names volumes within the limits and apart from others', () => {
    expect(volumeName('a.b', [])).toBe('a-b')
    expect(volumeName('a', ['a', 'a-2'])).toBe('a-3')
    expect(volumeName('x'.repeat(80), []).length).toBeLessThanOrEqual(63)
  })

  it('reserves a volume, and asks for a size', () => {
    expect(claimRefPatch('ns', 'c')).toEqual({ spec: { claimRef: { namespace: 'ns', name: 'c' } } })
    expect(sizePatch('2Gi')).toEqual({ spec: { resources: { requests: { storage: '2Gi' } } } })
  })
})

it('every suggested image is one of the catalogue; only the last is the typing mistake', () => {
  const exists = (image: string) => {
    const reference = parseImage(image)
    const facts = factsOf(reference)
    return facts !== undefined && tagExists(facts, reference.tag ?? 'latest')
  }
  expect(IMAGES.filter((image) => !exists(image))).toEqual(IMAGES.slice(-1))
})
