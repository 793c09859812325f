/** The places of the stage and what stands for others; three sentences each, a line each. */
export const placesEn = {
  stage:
    'This is a whole cluster: who acts is above, what was asked for below it, then the machines with their pods, then storage and settings.\nEverything keeps its place, so you can see what changes.\nPoint at something and press W to ask what it is, or press L for the legend.',
  controlPlane:
    'The control plane is where decisions are made: API server, scheduler and controllers.\nIn a small cluster all of it runs on one machine, as pods of the namespace kube-system.\nIf it stops, running pods go on, but nothing new is decided.',
  workloads:
    'Here stand the objects that say which pods there shall be: Deployments, StatefulSets, DaemonSets, Jobs.\nEach card shows how many of its pods are ready and how many are wanted.\nThe pods themselves stand on the nodes below.',
  nodes:
    'Here stand the machines of the cluster, each with the pods that run on it.\nBars show how much the pods ask for, not how much they really use.\nPods of kube-system are folded into one tile until you open it.',
  network:
    'At this edge the cluster meets the outside: Services, Ingresses and the addresses of the nodes.\nA request from outside comes in here and ends at a pod that is ready.\nPods also reach each other by the names of Services.',
  storage:
    'Here claims and volumes meet: on the left what is asked for, in the middle what there is, on the right where the bytes are.\nA solid wire means that the two are bound; a dashed one means not yet.\nA pod names a claim only, so the same pod works with any storage.',
  config:
    'Here stand settings and secrets that users made.\nPods take them as environment variables or files.\nWhat the cluster makes by itself is left out, so that your own things can be found.',
  tray: 'In this tray stand pods that no node has been chosen for.\nNormally they stay for a moment only, until the scheduler has decided.\nIf a pod stays, no node can take it: open its Why to read the reason of each.',
  fold: 'This line stands for things that are folded, for which there is no room, or that the filter leaves out.\nPress it to see them.\nWhat is broken among them stays visible by name.',
  ghost:
    'This thing does not exist, but others name it, so its place is kept with a dashed rim.\nThose that need it wait; they go on by themselves as soon as it is there.\nPress + to create it with what is known about it filled in.',
} as const

export const placesKo: Readonly<Record<keyof typeof placesEn, string>> = {
  stage:
    '클러스터 하나를 통째로 그린 무대로, 위에는 일하는 이들, 그 아래에는 바라는 것, 그다음에 노드와 파드, 맨 아래에 저장소와 설정이 있습니다.\n모두 제자리를 지키므로 무엇이 바뀌는지 눈에 보여요.\n무언가를 가리키고 W를 누르면 설명을, L을 누르면 범례를 볼 수 있습니다.',
  controlPlane:
    '컨트롤 플레인은 API 서버, 스케줄러, 컨트롤러처럼 결정을 내리는 곳입니다.\n작은 클러스터에서는 모두 한 노드에서 kube-system 네임스페이스의 파드로 돌아요.\n이곳이 멈춰도 돌던 파드는 계속 돌지만, 새로 정해지는 것이 없습니다.',
  workloads:
    '디플로이먼트, 스테이트풀셋, 데몬셋, 잡처럼 어떤 파드가 있어야 하는지 적은 오브젝트가 있는 곳입니다.\n카드에는 준비된 파드 수와 바라는 파드 수가 보여요.\n파드 자체는 아래 노드 위에 있습니다.',
  nodes:
    '클러스터의 노드들이 저마다 실행하는 파드와 함께 있는 곳입니다.\n막대는 파드가 실제로 쓰는 양이 아니라 요청한 양을 나타내요.\nkube-system의 파드는 펼치기 전까지 타일 하나로 접혀 있습니다.',
  network:
    '서비스, 인그레스, 노드 주소처럼 클러스터가 바깥과 만나는 가장자리입니다.\n밖에서 온 요청은 여기로 들어와 준비된 파드에서 끝나요.\n파드끼리도 서비스 이름으로 서로를 찾습니다.',
  storage:
    '클레임과 볼륨이 만나는 곳으로, 왼쪽은 신청한 것, 가운데는 있는 것, 오른쪽은 데이터가 실제로 놓인 곳입니다.\n이어진 선은 둘이 묶였다는 뜻이고, 끊어진 선은 아직이라는 뜻이에요.\n파드는 클레임 이름만 적기 때문에 어떤 저장소에서도 그대로 돕니다.',
  config:
    '사용자가 만든 설정과 시크릿이 있는 곳입니다.\n파드는 이것을 환경 변수나 파일로 받아 써요.\n클러스터가 스스로 만든 것은 빼서, 내 것을 찾기 쉽게 했습니다.',
  tray: '아직 노드가 정해지지 않은 파드가 있는 곳입니다.\n보통은 스케줄러가 정할 때까지 잠깐만 머물러요.\n계속 남아 있다면 받아 줄 노드가 없는 것이니, 인스펙터의 이유 탭에서 노드마다 왜 안 되는지 읽어 보세요.',
  fold: '접혔거나, 자리가 없거나, 필터에 걸려 빠진 것들을 대신하는 줄입니다.\n누르면 볼 수 있어요.\n그 가운데 고장 난 것은 이름이 계속 보입니다.',
  ghost:
    '없는 오브젝트인데 다른 것이 이 이름을 적어 두어서, 점선 테두리로 자리를 남겨 두었습니다.\n필요로 하는 것들은 기다리고 있고, 생기면 알아서 이어 가요.\n+를 누르면 아는 내용을 채워서 만들 수 있습니다.',
}
