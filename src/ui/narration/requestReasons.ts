import type { Language } from '../../store/ui.ts'
import { settled } from '../text/particles.ts'

type Form = readonly [form: RegExp, say: (...holes: string[]) => string]

const asker = (text: string): string =>
  text === 'somebody outside'
    ? '바깥의 누군가'
    : text.replace(/^pod (\S+)$/, '$1 파드').replace(/^machine (\S+)$/, '$1 머신')

/** How a proxy came to the endpoint. */
const how = (text: string): string =>
  text
    .replace(/^kept for this client/, '이 클라이언트가 쓰던 것')
    .replace(/^1 of (\d+) by chance/, '$1개 중 무작위로 하나')
    .replace('only on this node', '이 노드에 있는 것만')
    .replace('only near ones', '가까운 것만')
    .replace('only ending ones are left', '끝나 가는 것만 남음')

const rule = (stale: string, by: string, service: string, port: string): string =>
  `${stale ? '낡은 규칙: ' : ''}${service} 서비스의 ${by} ${port}번 포트`

const RULE = '(stale rules: )?(\\w+) of Service (\\S+) port (\\d+): '

/** What hops say, with the Korean for it. */
const KOREAN: readonly Form[] = [
  [
    /^(.+) asks where (\S+) is$/,
    (who = '', name) => `${asker(who)}이(가) ${name}의 주소를 묻습니다`,
  ],
  [/^(.+) asks (\S+)$/, (who = '', to) => `${asker(who)}이(가) ${to}에 요청합니다`],
  [/^(.+) does not run$/, (who = '') => `${asker(who)}이(가) 돌고 있지 않습니다`],
  [
    /^(\S+) is switched off: nobody answers for (\S+)$/,
    (node, ip) => `${node}의 전원이 꺼져 ${ip}에 답할 곳이 없습니다`,
  ],
  [/^(\S+) is switched off$/, (node) => `${node}의 전원이 꺼져 있습니다`],
  [
    /^pod (\S+) on (\S+) has the address (\S+)$/,
    (pod, node, ip) => `${ip}은(는) ${node}에 있는 ${pod} 파드의 주소입니다`,
  ],
  [
    /^(\S+) passes its port (\d+) on to pod (\S+)$/,
    (node, port, pod) => `${node}이(가) ${port}번 포트로 온 것을 ${pod} 파드에 넘깁니다`,
  ],
  [/^nobody has the address (\S+)$/, (ip) => `${ip} 주소를 가진 곳이 없습니다`],
  [/^(\S+) has the address (\S+)$/, (node, ip) => `${ip}은(는) ${node}의 주소입니다`],
  [/^(\S+) announces (\S+)$/, (node, ip) => `${node}이(가) ${ip}을(를) 알립니다`],
  [
    /^the router sends (\S+) to (\S+), 1 of (\d+)$/,
    (ip, node, of) => `라우터가 ${ip}(으)로 가는 것을 노드 ${of}대 중 ${node}(으)로 보냅니다`,
  ],
  [/^nobody answers for (\S+)$/, (ip) => `${ip}에 답하는 곳이 없습니다`],
  [
    /^(\S+) is an address inside the cluster: no way leads there from outside$/,
    (ip) => `${ip}은(는) 클러스터 안의 주소라 바깥에서는 갈 수 없습니다`,
  ],
  [/^(\S+) has no rule for (\S+)$/, (node, to) => `${node}에 ${to}을(를) 위한 규칙이 없습니다`],
  [
    /^(Ingress|Egress) of pod (\S+): policy (.+) does not allow it$/,
    (way, pod, names) => `${pod} 파드의 ${way}: ${names} 정책이 허용하지 않습니다`,
  ],
  [
    /^(Ingress|Egress) of pod (\S+): policy (.+) allows it$/,
    (way, pod, names) => `${pod} 파드의 ${way}: ${names} 정책이 허용합니다`,
  ],
  [
    new RegExp(`^${RULE}closed to (\\S+) by loadBalancerSourceRanges$`),
    (stale = '', by = '', name = '', port = '', ip) =>
      `${rule(stale, by, name, port)}: loadBalancerSourceRanges가 ${ip}을(를) 막습니다`,
  ],
  [
    new RegExp(`^${RULE}no endpoints, refused$`),
    (stale = '', by = '', name = '', port = '') =>
      `${rule(stale, by, name, port)}: 엔드포인트가 없어 거부합니다`,
  ],
  [
    new RegExp(`^${RULE}no endpoint on this node, dropped$`),
    (stale = '', by = '', name = '', port = '') =>
      `${rule(stale, by, name, port)}: 이 노드에 엔드포인트가 없어 버립니다`,
  ],
  [
    new RegExp(`^${RULE}(\\S+), (.+)$`),
    (stale = '', by = '', name = '', port = '', to = '', way = '') =>
      `${rule(stale, by, name, port)}: ${to}, ${how(way)}`,
  ],
  [/^no such name: (.+)$/, (names) => `그런 이름이 없습니다: ${names}`],
  [
    /^(?:container )?(\S+) shows a certificate that the client does not know$/,
    (name) => `${name}의 인증서를 클라이언트가 모릅니다`,
  ],
  [/^an echo comes back$/, () => '메아리가 돌아옵니다'],
  [/^nobody listens on port (\d+)$/, (port) => `${port}번 포트에서 듣는 프로그램이 없습니다`],
  [
    /^container (\S+) answers (\d+)$/,
    (name, status) => `${name} 컨테이너가 ${status}(으)로 답합니다`,
  ],
  [/^(\S+) answers (\d+)$/, (name, status) => `${name}이(가) ${status}(으)로 답합니다`],
  [
    /^(\S+) is (.+?) \(no such name: (.+)\)$/,
    (name, value, tried) => `${name}의 주소는 ${value} (없는 이름: ${tried})`,
  ],
  [/^(\S+) is (.+)$/, (name, value) => `${name}의 주소는 ${value}`],
]

/** The reason of a hop in the reader's language; the engine's own words where no form is known. */
export function hopText(reason: string, language: Language): string {
  if (language === 'en') return reason
  for (const [form, say] of KOREAN) {
    const holes = form.exec(reason)
    if (holes) return settled(say(...holes.slice(1)))
  }
  return reason
}
