/** Reasons of those who make, attach, grow and remove volumes, with their Korean sentences. */
export const VOLUME_REASONS: readonly (readonly [
  form: RegExp,
  say: (...holes: string[]) => string,
])[] = [
  [
    /^a pod on (\S+) needs volume (\S+)$/,
    (node, volume) => `${node}의 파드가 ${volume} 볼륨을 써야 합니다`,
  ],
  [
    /^volume (\S+) is attached to (\S+)$/,
    (volume, node) => `${volume} 볼륨이 ${node}에 붙었습니다`,
  ],
  [
    /^pod (\S+) has a volume of its own$/,
    (pod) => `${pod} 파드에는 파드와 함께 사는 볼륨이 있습니다`,
  ],
  [/^its claim asks for the properties of (\S+)$/, (name) => `PVC가 ${name}의 성질을 요청합니다`],
  [/^its node is gone$/, () => '붙어 있던 노드가 없어졌습니다'],
  [/^no pod on (\S+) needs it any more$/, (node) => `${node}에는 이제 이것을 쓰는 파드가 없습니다`],
  [/^node (\S+) is out of service$/, (node) => `${node} 노드는 서비스에서 빠졌습니다`],
  [
    /^node (\S+) did not unmount it in six minutes$/,
    (node) => `${node} 노드가 6분이 지나도록 마운트를 풀지 않았습니다`,
  ],
  [
    /^its claim is gone and it is to be used again$/,
    () => 'PVC가 없어졌고, 비워서 다시 쓰도록 되어 있습니다',
  ],
  [
    /^a pod on (\S+) has to (\S+) the folder$/,
    (node, deed) => `${node}의 파드가 폴더를 ${deed === 'delete' ? '지워야' : '만들어야'} 합니다`,
  ],
  [
    /^its backend has to be told before it goes$/,
    () => '없어지기 전에 실제 저장소에 알려야 합니다',
  ],
  [/^it is to be kept$/, () => '남겨 두기로 되어 있습니다'],
  [
    /^what it attaches, it wants to detach before the object is gone$/,
    () => '붙인 것은 오브젝트가 없어지기 전에 떼어 내야 합니다',
  ],
  [/^it is attached nowhere$/, () => '붙어 있는 노드가 없습니다'],
  [
    /^(\S+) has attached it to (\S+)$/,
    (driver, node) => `${driver} 드라이버가 ${node}에 붙였습니다`,
  ],
  [
    /^(\S+) has detached it from (\S+)$/,
    (driver, node) => `${driver} 드라이버가 ${node}에서 떼어 냈습니다`,
  ],
  [
    /^CSINode (\S+) does not contain driver (\S+)$/,
    (node, driver) => `${node} 노드에는 ${driver} 드라이버가 없습니다`,
  ],
  [/^its claim asks for more than it has$/, () => 'PVC가 지금보다 큰 용량을 요청합니다'],
  [/^(\S+) has made it larger$/, (driver) => `${driver} 드라이버가 용량을 늘렸습니다`],
  [
    /^storage drivers on the machine have come or gone$/,
    () => '이 머신의 스토리지 드라이버가 바뀌었습니다',
  ],
  [/^it mounts other volumes than before$/, () => '마운트한 볼륨이 바뀌었습니다'],
  [/^the volume has become larger$/, () => '볼륨이 커졌습니다'],
]
