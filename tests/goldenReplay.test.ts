import { afterAll, describe, expect, test } from 'vitest'
import { loadRecording } from './recording.ts'
import { type Fact, type Preparation, type Replay, replay } from './replay.ts'

/** A class that one recording had beside those of the lab. */
const LOCAL_CLASS = `kubectl create -f - <<'END'
{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local-wffc"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}
END`

const SCENARIOS: Readonly<Record<string, Preparation>> = {
  'deployment/01-create-scale': {},
  'deployment/02-rolling-update': {},
  'deployment/04-rolling-3-surge1-unavail0': {},
  'deployment/05-recreate': {},
  'deployment/06-bad-image-4': {},
  'deployment/07-bad-image-3': {},
  // The recorded file is the one after `sed -i`.
  'deployment/09-change-cause-3': {
    files: { 'web.yaml': (text) => text.replace('nginx:1.29', 'nginx:1.26') },
  },
  'gc/01-cascade': {},
  'config/01-configmap-secret': {},
  'storage/01-static-binding': {},
  'storage/03-protection': {},
  'storage/04-dynamic-wffc': { lines: [LOCAL_CLASS] },
  // The pod garbage collector's sweep came early in the recording's third quarter of a minute.
  'scheduling/01-unschedulable': { pass: 10_000 },
  'scheduling/02-spread-10': {},
  'scheduling/04-antiaffinity-topology': {},
  'errors/01-quota-limitrange': {},
  'errors/02-validation': {},
  'daemonset/01-basic': {
    world: [
      [6100, 'lab node add w4-k8s --cpu 2 --memory 2Gi'],
      [16_500, 'lab node power-off w4-k8s'],
    ],
  },
  // Of the four pods two came to w1-k8s.
  'node/01-cordon-drain-pdb': { seed: 1 },
  // Two machines of its own, to which only its pods go.
  'node/03-notready-eviction': {
    // The controller's look at all nodes fell half a second after the agent was back.
    pass: 2500,
    lines: ['w8-k8s', 'w9-k8s'].flatMap((name) => [
      `lab node add ${name} --cpu 2 --memory 2Gi`,
      'sleep 3',
      `kubectl label node ${name} lab=1`,
      `kubectl taint node ${name} lab=1:NoSchedule`,
    ]),
    world: [
      [9700, 'lab kubelet stop w9-k8s'],
      [371_000, 'lab kubelet start w9-k8s'],
    ],
  },
  'statefulset/01-ordered': {},
  'statefulset/02-parallel': {},
  'service/01-types-endpoints': {
    // An address and a port that the recorded cluster had given before.
    lines: [
      'kubectl create service clusterip taken -n default --clusterip=10.96.42.220 --tcp=80',
      'kubectl create service nodeport taken-too -n default --node-port=30384 --tcp=80',
    ],
  },
  'job/01-completions': {},
  'job/02-backofflimit': {},
  // It began in the second second of a minute.
  'cronjob/01-every-minute': { pass: 40_000 },
  'statefulset/04-not-ready-blocks': {},
}

/** Recordings that say nothing about us yet. */
const NOT_PLAYED: readonly (readonly [scenario: string, why: string])[] = []

/** Facts that differ, and why that is right or nobody's fault. */
const DIFFERENT: readonly (readonly [scenario: string, fact: RegExp, why: string])[] = [
  [
    'config/01-configmap-secret',
    /^output 8 kubectl get secret sec -o yaml/,
    'resourceVersion counts every write of the cluster, also of scenarios recorded before',
  ],
  [
    'config/01-configmap-secret',
    /^event Normal \| Pulled \| Pod \| missing-key /,
    'a kubelet ensures the image before it makes the configuration; the recorded agent did not',
  ],
  [
    'deployment/09-change-cause-3',
    /^event .*\(combined from similar events\)/,
    'a folded event keeps its last message only: which one came last is a matter of milliseconds',
  ],
  [
    'storage/04-dynamic-wffc',
    /^output 21 kubectl describe pvc loc2/,
    'commands take no virtual time: the controller finds the claim together with its pod',
  ],
  [
    'scheduling/01-unschedulable',
    /^event Warning \| FailedScheduling \| .*2 node\(s\) had untolerated taint/,
    'seen between the two writes of one command, which are one moment here',
  ],
  [
    'scheduling/04-antiaffinity-topology',
    /^event Warning \| FailedScheduling \| Pod \| aa4 .*2 node\(s\) had untolerated taint/,
    'another recording had tainted a node meanwhile',
  ],
  [
    'node/03-notready-eviction',
    /^output 6 kubectl describe node/,
    'the recorded machines were made up: other hardware and another system',
  ],
  [
    'node/03-notready-eviction',
    /^output 7 kubectl get endpointslices/,
    'its generation: how many changes of pods one write tells of is a matter of milliseconds',
  ],
  [
    'node/03-notready-eviction',
    /^final Endpoints web/,
    'a pod that is there and ready in one second has no moment of its own to tell of',
  ],
  [
    'node/03-notready-eviction',
    /^output (9 kubectl get pods|11 kubectl get deploy)/,
    'the five minutes are over in the second of the command',
  ],
  [
    'node/03-notready-eviction',
    /^(counts before 1[456] |output 16 |final (Pod|DaemonSet) ds1)/,
    'the recorded agent came back and did not write the status of its pods again',
  ],
  [
    'statefulset/02-parallel',
    /^event Normal \| SuccessfulCreate \| StatefulSet .*Create Pod par-[34] /,
    'two pods made at the same time: which one was the tenth event is chance',
  ],
  [
    'cronjob/01-every-minute',
    /^output 8 kubectl describe cronjob/,
    'how often a foreign job was seen: several writes of one look are one moment here',
  ],
  [
    'statefulset/04-not-ready-blocks',
    /^final StatefulSet nr/,
    'the annotation had another name when this was recorded, and the revision hash is over it',
  ],
]

function whyDifferent(scenario: string, fact: Fact): string | undefined {
  return DIFFERENT.find(([name, pattern]) => name === scenario && pattern.test(fact.name))?.[2]
}

const agree = (fact: Fact) => fact.recorded === fact.ours

const results = new Map<string, Replay>()

function row(scenario: string, { facts, skipped }: Replay): string {
  const why = new Map(skipped)
  for (const fact of facts.filter((f) => !agree(f))) {
    const reason = whyDifferent(scenario, fact) ?? 'UNEXPECTED'
    why.set(reason, (why.get(reason) ?? 0) + 1)
  }
  const rest = [...why].map(([reason, count]) => `${count} ${reason}`).join('; ')
  return `${scenario} | ${facts.length} | ${facts.filter(agree).length} | ${rest}`
}

describe('recordings played again', () => {
  test.each(Object.entries(SCENARIOS))('%s', async (scenario, preparation) => {
    const result = await replay(loadRecording(scenario), preparation)
    results.set(scenario, result)
    const wrong = result.facts.filter((fact) => !agree(fact))
    expect(wrong.filter((fact) => whyDifferent(scenario, fact) === undefined)).toEqual([])
    // A replay that compares next to nothing proves nothing.
    expect(result.facts.length).toBeGreaterThan(25)
  })

  test('every allowed difference is still one', () => {
    for (const [scenario, pattern] of DIFFERENT) {
      const facts = results.get(scenario)?.facts ?? []
      expect(facts.some((fact) => !agree(fact) && pattern.test(fact.name))).toBe(true)
    }
  })
})

afterAll(() => {
  const rows = [...results].map(([scenario, result]) => row(scenario, result))
  const missing = NOT_PLAYED.map(([scenario, why]) => `${scenario} | 0 | 0 | ${why}`)
  const head = 'scenario | facts compared | matching | not comparable (why)'
  process.stdout.write(`${[head, ...rows, ...missing].join('\n')}\n`)
})
