import type { Language } from '../../store/ui.ts'
import { kindName, withParticle } from '../text/kinds.ts'
import { settled } from '../text/particles.ts'
import { NETWORK_REASONS } from './networkReasons.ts'
import { VOLUME_REASONS } from './volumeReasons.ts'

/** A reason of the engine's in the reader's language; `foreign` when it stays in the engine's English. */
interface Reason {
  readonly text: string
  readonly foreign: boolean
}

type Form = readonly [form: RegExp, say: (...holes: string[]) => string]

const kind = (name: string): string => kindName(name, 'ko')

/** Every form of reason that the engine writes, with its Korean sentence. Names and numbers are carried over. */
const KOREAN: readonly Form[] = [
  // Deployments and their ReplicaSets
  [
    /^(\d+) pods, (\d+) wanted: (\d+) too many$/,
    (has, wanted, over) => `파드 ${has}개, 바란 것은 ${wanted}개. ${over}개가 남습니다`,
  ],
  [/^(\d+) more pods? wanted$/, (count) => `파드가 ${count}개 더 필요합니다`],
  [/^(\d+) of (\d+) pods are ready$/, (ready, all) => `파드 ${all}개 중 ${ready}개가 준비됨`],
  [/^(\d+) updated, (\d+) available$/, (up, ok) => `최신 ${up}개, 쓸 수 있는 것 ${ok}개`],
  [/^(\S+) from (\d+) to (\d+)$/, (name, from, to) => `${name} 크기를 ${from}에서 ${to}(으)로`],
  [
    /^history keeps (\d+) revisions; (\S+) is older$/,
    (limit, name) => `이력은 리비전 ${limit}개까지. ${name}은(는) 그보다 오래되었습니다`,
  ],
  [
    /^(\S+) has the present template: it becomes revision (\d+)$/,
    (name, revision) => `${name}의 템플릿이 지금 것과 같아 리비전 ${revision}이(가) 됩니다`,
  ],
  [/^the present template is revision (\d+)$/, (revision) => `지금 템플릿은 리비전 ${revision}`],
  [
    /^no ReplicaSet has the present template: revision (\d+) gets one$/,
    (revision) => `지금 템플릿의 레플리카셋이 없어 리비전 ${revision}용으로 하나 만듭니다`,
  ],
  [/^Deployment is paused$/, () => '롤아웃을 멈춰 두었습니다'],
  [/^Deployment is resumed$/, () => '롤아웃을 다시 시작했습니다'],
  [
    /^(ReplicaSet|Deployment) "(.+)" has successfully progressed\.$/,
    (sort, name) => `${name} ${kind(sort ?? '')}의 롤아웃이 끝났습니다`,
  ],
  [
    /^(ReplicaSet|Deployment) "(.+)" is progressing\.$/,
    (sort, name) => `${name} ${kind(sort ?? '')}의 롤아웃이 진행 중입니다`,
  ],
  [
    /^(ReplicaSet|Deployment) "(.+)" has timed out progressing\.$/,
    (sort, name) => `${name} ${kind(sort ?? '')}의 롤아웃이 기한을 넘겼습니다`,
  ],
  [/^Deployment has minimum availability\.$/, () => '최소한의 파드를 쓸 수 있습니다'],
  [
    /^Deployment does not have minimum availability\.$/,
    () => '쓸 수 있는 파드가 최소한보다 적습니다',
  ],
  [
    /^adopts (\S+) (\S+): its labels match the selector$/,
    (sort, name) =>
      `레이블이 셀렉터와 맞아 ${name} ${withParticle(kind(sort ?? ''), '을/를')} 거둡니다`,
  ],
  [
    /^releases (\S+) (\S+): its labels no longer match the selector$/,
    (sort, name) =>
      `레이블이 더는 셀렉터와 맞지 않아 ${name} ${withParticle(kind(sort ?? ''), '을/를')} 놓아 줍니다`,
  ],
  // DaemonSets and StatefulSets
  [
    /^(\S+) has the template of (\S+)$/,
    (pod, revision) => `${pod}의 템플릿이 ${revision}의 것입니다`,
  ],
  [
    /^(\S+) has the same template as (\S+)$/,
    (one, other) => `${one}의 템플릿이 ${other}의 것과 같습니다`,
  ],
  [
    /^no revision has the present template: it becomes revision (\d+)$/,
    (revision) => `지금 템플릿의 리비전이 없어 리비전 ${revision}이(가) 됩니다`,
  ],
  [
    /^(\d+) of (\d+) nodes have a ready pod$/,
    (ready, all) => `노드 ${all}대 중 ${ready}대에 준비된 파드가 있습니다`,
  ],
  [/^(\S+) should run a pod and has none$/, (node) => `${node}에 있어야 할 파드가 없습니다`],
  [
    /^(\S+) is missing: a pod gets its claims before it is made$/,
    (claim) => `${claim}이(가) 없습니다. 파드보다 PVC를 먼저 만듭니다`,
  ],
  [
    /^the retention policy decides who owns (\S+)$/,
    (claim) => `${claim}의 주인은 보존 정책이 정합니다`,
  ],
  [/^(\S+) is missing$/, (name) => `${name}이(가) 없습니다`],
  [
    /^(\S+) has not what belongs to its ordinal$/,
    (name) => `${name}에 제 순번에 맞는 것이 빠져 있습니다`,
  ],
  // Jobs and CronJobs
  [
    /^(\d+) pods are active, (\d+) wanted$/,
    (has, wanted) => `일하는 파드가 ${has}개인데 ${wanted}개면 됩니다`,
  ],
  [
    /^(\d+) pods are active, (\d+) have succeeded$/,
    (active, done) => `일하는 파드 ${active}개, 성공한 파드 ${done}개`,
  ],
  [/^it is suspended$/, () => '멈춰 두었습니다'],
  [/^its end is noted$/, () => '끝난 것을 적어 두었습니다'],
  [/^its pods that have ended are counted$/, () => '끝난 파드를 셌습니다'],
  [/^it is over$/, () => '일이 모두 끝났습니다'],
  [/^no Job counts it any more$/, () => '이 파드를 셀 잡이 더는 없습니다'],
  [/^Job has reached the specified backoff limit$/, () => '정해진 실패 횟수를 넘었습니다'],
  [/^Job was active longer than specified deadline$/, () => '정해진 시간을 넘겼습니다'],
  [
    /^Job has exceeded the specified maximal number of failed indexes$/,
    () => '실패한 인덱스가 정해진 수를 넘었습니다',
  ],
  [/^Job has failed indexes$/, () => '실패한 인덱스가 있습니다'],
  [/^Matched rules at index (\d+)$/, (index) => `성공 규칙 ${index}번에 맞습니다`],
  [/^Reached expected number of succeeded pods$/, () => '성공한 파드가 바란 수만큼 되었습니다'],
  [
    /^Container (\S+) for pod (\S+) failed with exit code (\d+) matching FailJob rule at index (\d+)$/,
    (container, pod, code, index) =>
      `${pod} 파드의 ${container} 컨테이너가 종료 코드 ${code}로 끝나, 실패 규칙 ${index}번에 따라 잡을 끝냅니다`,
  ],
  [
    /^Pod (\S+) has condition (\S+) matching FailJob rule at index (\d+)$/,
    (pod, condition, index) =>
      `${pod} 파드에 ${condition} 상태가 있어, 실패 규칙 ${index}번에 따라 잡을 끝냅니다`,
  ],
  [/^it ended (\d+) s ago$/, (seconds) => `끝난 지 ${seconds}초가 지났습니다`],
  [/^(\d+) jobs are active$/, (count) => `실행 중인 잡 ${count}개`],
  [/^its time has come: (\S+)$/, (time) => `정해진 시각 ${time}이 되었습니다`],
  [/^the next run replaces it$/, () => '다음 실행으로 바뀝니다'],
  [
    /^more than (\d+) finished jobs of this kind are kept$/,
    (limit) => `끝난 잡은 ${limit}개까지만 남깁니다`,
  ],
  // Autoscalers
  [
    /^no metric says how many pods are needed$/,
    () => '파드가 몇 개 필요한지 알려 주는 메트릭이 없습니다',
  ],
  [
    /^(\S+) (\S+) cannot be scaled$/,
    (what, name) => `${kind(what)} ${name}의 크기를 바꿀 수 없습니다`,
  ],
  [
    /^(.+) above target: (\d+) instead of (\d+)$/,
    (metric, to, from) => `${metric}이(가) 목표보다 높아 ${from}개에서 ${to}개로`,
  ],
  [
    /^All metrics below target: (\d+) instead of (\d+)$/,
    (to, from) => `모든 메트릭이 목표보다 낮아 ${from}개에서 ${to}개로`,
  ],
  [
    /^Current number of replicas (above|below) Spec\.(?:Max|Min)Replicas: (\d+) instead of (\d+)$/,
    (side, to, from) =>
      `레플리카 수가 ${side === 'above' ? '상한보다 많아' : '하한보다 적어'} ${from}개에서 ${to}개로`,
  ],
  [
    /^recent recommendations: (\d+) instead of (\d+)$/,
    (to, from) => `최근 권고에 따라 ${from}개에서 ${to}개로`,
  ],
  [/^(\S+): (\d+) instead of (\d+)$/, (metric, to, from) => `${metric}: ${from}개에서 ${to}개로`],
  [/^(\d+) pods, (\d+) wanted$/, (has, wanted) => `파드 ${has}개, 바란 것은 ${wanted}개`],
  // Disruption budgets
  [
    /^(\d+) healthy, (\d+) needed: (\d+) may go$/,
    (healthy, needed, spare) =>
      `건강한 파드 ${healthy}개 가운데 ${needed}개가 필요해 ${spare}개까지 내보낼 수 있습니다`,
  ],
  [
    /^nobody can say how many pods there should be$/,
    () => '파드가 몇 개여야 하는지 알 수 없어 아무도 내보내지 않습니다',
  ],
  [
    /^was to go, and nobody deleted it$/,
    () => '나가기로 했지만 아무도 삭제하지 않아 표시를 거둡니다',
  ],
  // Scheduler and kubelet
  [/^(\S+) is the only node that fits$/, (node) => `맞는 노드는 ${node} 하나뿐입니다`],
  [
    /^(\S+) fits best of (\d+) nodes$/,
    (node, count) => `노드 ${count}개 가운데 ${node}의 점수가 가장 높습니다`,
  ],
  [/^no node can take pod (\S+)$/, (pod) => `${pod} 파드를 받을 수 있는 노드가 없습니다`],
  [
    /^(\S+) can take pod (\S+) once (\d+) of lower priority have left$/,
    (node, pod, count) =>
      `우선순위가 낮은 파드 ${count}개가 나가면 ${node}에 ${pod} 파드가 들어갈 수 있습니다`,
  ],
  [
    /^makes room on (\S+) for pod (\S+) of higher priority$/,
    (node, pod) => `우선순위가 더 높은 ${pod} 파드를 위해 ${node}에 자리를 냅니다`,
  ],
  [
    /^(\S+) is promised to pod (\S+) of higher priority$/,
    (node, pod) => `${node}의 자리는 우선순위가 더 높은 ${pod} 파드의 것이 되었습니다`,
  ],
  [
    /^(\S+) is promised to it and has room now$/,
    (node) => `맡아 둔 ${node}에 이제 자리가 났습니다`,
  ],
  [/^the volumes for (\S+) are ready$/, (node) => `${node}에서 쓸 볼륨이 준비되었습니다`],
  [/^it prepares the containers$/, () => '컨테이너를 준비합니다'],
  [/^it reports how the containers are$/, () => '컨테이너의 상태를 알립니다'],
  [/^all containers have ended well$/, () => '모든 컨테이너가 일을 잘 마쳤습니다'],
  [/^a container has failed for good$/, () => '컨테이너가 실패했고 다시 시작하지 않습니다'],
  [/^its containers have stopped$/, () => '컨테이너가 모두 멈췄습니다'],
  [
    /^the node cannot take the pod: (.+)$/,
    (reason) => `노드가 이 파드를 받을 수 없습니다: ${reason}`,
  ],
  [/^the node is low on memory$/, () => '노드의 메모리가 모자랍니다'],
  [/^it wrote more than it may$/, () => '허용된 것보다 많이 썼습니다'],
  [/^the node is low on disk space$/, () => '노드의 디스크가 모자랍니다'],
  [/^the node is low on process ids$/, () => '노드의 프로세스 번호가 모자랍니다'],
  [
    /^it runs the pod from a file of its machine, and shows it$/,
    () => '머신의 파일에 적힌 파드를 돌리고 API에 보여 줍니다',
  ],
  [
    /^SIG(\w+) is sent to process 1 in container (\S+) of pod (\S+)$/,
    (signal, container, pod) =>
      `${pod} 파드의 ${container} 컨테이너 1번 프로세스에 SIG${signal}을(를) 보냅니다`,
  ],
  [
    /^file (\S+) is written in container (\S+) of pod (\S+)$/,
    (file, container, pod) => `${pod} 파드의 ${container} 컨테이너에서 ${file} 파일을 씁니다`,
  ],
  [
    /^file (\S+) is removed in container (\S+) of pod (\S+)$/,
    (file, container, pod) => `${pod} 파드의 ${container} 컨테이너에서 ${file} 파일을 지웁니다`,
  ],
  [/^its kubelet has started$/, () => 'kubelet이 시작되었습니다'],
  [/^the node is alive$/, () => '노드가 살아 있습니다'],
  [/^it reports the state of the node from time to time$/, () => '노드의 상태를 때때로 알립니다'],
  [/^the state of the node has changed$/, () => '노드의 상태가 바뀌었습니다'],
  // Nodes, taints and eviction
  [/^no heartbeat for (\d+) s$/, (seconds) => `${seconds}초 동안 하트비트가 없습니다`],
  [
    /^no node is ready at all: the fault is likely here$/,
    () => '준비된 노드가 하나도 없으니 이쪽 잘못일 수 있습니다',
  ],
  [/^node (\S+) is not ready$/, (node) => `${node} 노드가 준비되지 않았습니다`],
  [/^node (\S+) no longer exists$/, (node) => `${node} 노드가 이제 없습니다`],
  [/^node (\S+) is out of service$/, (node) => `${node} 노드가 꺼졌다고 표시되어 있습니다`],
  [/^the node is ready again$/, () => '노드가 다시 준비되었습니다'],
  [/^taints follow the conditions of the node$/, () => '테인트는 노드의 컨디션을 따라갑니다'],
  [
    /^pods may not stay on a node that is not ready$/,
    () => '준비되지 않은 노드에는 파드가 머물 수 없습니다',
  ],
  [/^does not tolerate (.+)$/, (taints) => `${taints} 테인트를 견디지 못합니다`],
  // Volumes
  [
    /^volume (\S+) goes to claim (\S+)$/,
    (volume, claim) => `${volume} 볼륨은 ${claim} PVC의 것이 됩니다`,
  ],
  [/^nobody claims it$/, () => '아무도 요청하지 않았습니다'],
  [/^kept for claim (\S+)$/, (claim) => `${claim} PVC 몫으로 잡아 두었습니다`],
  [/^claim (\S+) has it$/, (claim) => `${claim} PVC가 쓰고 있습니다`],
  [/^its claim is gone$/, () => 'PVC가 없어졌습니다'],
  [
    /^its claim is gone and its reclaim policy is Delete$/,
    () => 'PVC가 없어졌고 회수 정책이 Delete입니다',
  ],
  [/^its claim is bound to another volume$/, () => 'PVC가 다른 볼륨에 묶였습니다'],
  [
    /^has no class, and (\S+) is the default by now$/,
    (name) => `스토리지클래스가 없었고, 이제 기본은 ${name}입니다`,
  ],
  [
    /^class (\S+) is provisioned by (\S+)$/,
    (name, provisioner) => `${name} 클래스의 볼륨은 ${provisioner}이(가) 마련합니다`,
  ],
  [/^makes a volume for claim (\S+)$/, (claim) => `${claim} PVC가 쓸 볼륨을 만듭니다`],
  [/^claims are protected while pods use them$/, () => '파드가 쓰는 동안 PVC는 보호됩니다'],
  [/^no pod uses it any more$/, () => '이제 쓰는 파드가 없습니다'],
  [/^volumes are protected while they are bound$/, () => '묶여 있는 동안 볼륨은 보호됩니다'],
  [/^no claim is bound to it any more$/, () => '이제 묶인 PVC가 없습니다'],
  ...VOLUME_REASONS,
  ...NETWORK_REASONS,
  // Ends and beginnings
  [
    /^its owner (\S+) (\S+) is being deleted$/,
    (sort, name) => `주인인 ${name} ${withParticle(kind(sort ?? ''), '이/가')} 지워지는 중입니다`,
  ],
  [
    /^its owner (\S+) (\S+) is gone$/,
    (sort, name) => `주인인 ${name} ${withParticle(kind(sort ?? ''), '이/가')} 없어졌습니다`,
  ],
  [
    /^(\S+) (\S+) is deleted and leaves its dependents behind$/,
    (sort, name) =>
      `${name} ${withParticle(kind(sort ?? ''), '이/가')} 지워지면서 딸린 것들은 남깁니다`,
  ],
  [/^no dependent is left$/, () => '딸린 것이 더는 없습니다'],
  [/^one of its owners is gone, another lives$/, () => '주인 하나는 없어졌고 다른 주인이 있습니다'],
  [/^is being deleted and has no node$/, () => '지워지는 중이고 노드가 없습니다'],
  [
    /^more than (\d+) finished pods are kept$/,
    (limit) => `끝난 파드가 ${limit}개보다 많이 남아 있습니다`,
  ],
  [
    /^namespace (\S+) is being deleted, and with it what it holds$/,
    (name) => `${name} 네임스페이스가 지워지면서 안에 든 것도 지워집니다`,
  ],
  [/^namespace (\S+) is empty$/, (name) => `${name} 네임스페이스가 비었습니다`],
  [
    /^every namespace has an account named default$/,
    () => '네임스페이스마다 default라는 서비스어카운트가 있습니다',
  ],
  [
    /^pods trust the API server by this certificate$/,
    () => '파드는 이 인증서로 API 서버를 믿습니다',
  ],
  [
    /^the quota counts (\S+) (\S+) as it is let in$/,
    (sort, name) => `들여보내면서 쿼터에 ${name} ${sort}을(를) 셉니다`,
  ],
  [/^what (\S+) uses is counted again$/, (name) => `${name}에서 쓰는 양을 다시 셉니다`],
  [
    /^role (\S+) is the sum of the roles that its selectors find$/,
    (name) => `${name} 롤은 셀렉터가 찾은 롤들을 합친 것입니다`,
  ],
  [/^events live for an hour$/, () => '이벤트는 한 시간 동안 남습니다'],
  [/^the stage is set$/, () => '무대를 차렸습니다'],
  [/^the cluster is set up$/, () => '클러스터를 차렸습니다'],
  [/^the machines join$/, () => '머신이 들어왔습니다'],
]

/** The engine's reason for a write, in the reader's language. Unknown forms stay as they are, and say so. Pure. */
export function reasonOf(reason: string, language: Language): Reason {
  if (language === 'en') return { text: reason, foreign: false }
  for (const [form, say] of KOREAN) {
    const match = form.exec(reason)
    if (match) return { text: settled(say(...match.slice(1))), foreign: false }
  }
  return { text: reason, foreign: true }
}
