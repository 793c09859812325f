import { expect, test } from 'vitest'
import { complete } from '../../src/kubectl/complete.ts'
import { VERBS } from '../../src/kubectl/verbs/index.ts'
import { Desk } from './desk.ts'

const desk = new Desk('plain')
desk.run('create deployment web --image=nginx --replicas=2')
desk.run('create deployment api --image=nginx')
desk.run('run p1 --image=nginx')
desk.run('create cm only-here -n kube-system')
desk.settle()

test('the first word is a verb', () => {
  expect(complete(desk.cluster, [''])).toEqual(VERBS.map(({ name }) => name).sort())
})

test.each([
  ['ro', ['rollout']],
  ['rollout s', ['status']],
  ['rollout status ', ['daemonsets', 'deployments', 'statefulsets']],
  ['rollout status deploy ', ['api', 'web']],
  ['create s', ['secret', 'service', 'serviceaccount']],
  ['get no', ['nodes']],
  ['get nodes w', ['worker-1', 'worker-2', 'worker-3']],
  ['get deploy/', ['deploy/api', 'deploy/web']],
  ['delete deploy web ', ['api']],
  ['cordon worker-', ['worker-1', 'worker-2', 'worker-3']],
  ['logs p', ['p1']],
  ['get pods -n kube-s', ['kube-system']],
  ['-n kube-system get cm only', ['only-here']],
  ['get cm only', []],
  ['get pods --fi', ['--field-selector', '--filename']],
  ['get pods -o j', ['json', 'jsonpath=']],
  ['get pods --output=y', ['--output=yaml']],
  ['delete pod p1 --cascade=f', ['--cascade=foreground']],
  ['apply -f ', []],
  ['get nosuch ', []],
  ['run x', []],
])('kubectl %s', (line, choices) => {
  expect(complete(desk.cluster, String(line).split(' '))).toEqual(choices)
})
