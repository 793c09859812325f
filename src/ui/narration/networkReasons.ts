/** Why endpoints are written. */
export const NETWORK_REASONS: readonly (readonly [
  form: RegExp,
  say: (...holes: string[]) => string,
])[] = [
  [/^its Service is gone$/, () => '서비스가 없어졌습니다'],
  [
    /^(\d+) pods of the Service are ready$/,
    (count) => `서비스가 고른 파드 중 ${count}개가 준비되었습니다`,
  ],
  [/^its Service selects pods, or is gone$/, () => '서비스가 파드를 직접 고르거나, 없어졌습니다'],
  [/^Endpoints that nobody else looks after$/, () => '아무도 돌보지 않는 엔드포인트입니다'],
  [/^(\S+) is the lowest free address$/, (ip) => `${ip}이(가) 비어 있는 주소 중 가장 낮습니다`],
  [/^it asks for (\S+)$/, (ip) => `서비스가 ${ip}을(를) 바랍니다`],
  [/^no address is free for it$/, () => '줄 수 있는 주소가 없습니다'],
  [/^its address is taken away$/, () => '주소를 거두어들입니다'],
  [/^its address is of pool (\S+)$/, (pool) => `주소가 풀 ${pool}에서 나왔습니다`],
  [/^its address is (\S+)$/, (ip) => `주소는 ${ip}입니다`],
  [
    /^(\S+) is no longer the one to announce it$/,
    (node) => `이제 ${node}이(가) 알릴 차례가 아닙니다`,
  ],
  [
    /^(\S+) has the lowest hash of all that could announce it$/,
    (node) => `알릴 수 있는 노드 중 ${node}의 해시가 가장 낮습니다`,
  ],
  [/^(\S+) announces the Service$/, (node) => `${node}이(가) 서비스를 알립니다`],
  [/^(\S+) does not announce the Service$/, (node) => `${node}이(가) 서비스를 알리지 않습니다`],
  [
    /^gratuitous ARP: (\S+) answers for (\S+)$/,
    (node, ip) => `요청 없는 ARP: ${ip}에는 ${node}이(가) 대답합니다`,
  ],
  [
    /^BGP: (\S+) tells its peers the way to (\S+)$/,
    (node, ip) => `BGP: ${node}이(가) 피어에게 ${ip}로 가는 길을 알립니다`,
  ],
  [
    /^(\S+) does not answer for (\S+) any more$/,
    (node, ip) => `${node}이(가) 더는 ${ip}에 대답하지 않습니다`,
  ],
  [/^the API server offers itself$/, () => 'API 서버가 자기 주소를 알립니다'],
]
