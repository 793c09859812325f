import type { VolumeRow, VolumeSort, VolumeStatus } from '../../sim/index.ts'

type Field = VolumeRow['field']

const statusEn: Readonly<Record<VolumeStatus, string>> = {
  works: 'Works',
  driver: 'By its CSI driver',
  hardware: 'Needs the vendor’s storage',
  gone: 'Removed',
  off: 'Switched off',
  unknown: 'Not there yet',
}

const statusKo: Readonly<Record<VolumeStatus, string>> = {
  works: '정상',
  driver: 'CSI 드라이버로 대체',
  hardware: '제조사 스토리지 필요',
  gone: '제거됨',
  off: '꺼져 있음',
  unknown: '아직 없음',
}

const sortEn: Readonly<Record<VolumeSort, string>> = {
  given: 'Filled from the API',
  pod: 'As long as the pod',
  node: 'On the machine',
  network: 'Network share',
  disk: 'Network disk',
  reference: 'Reference',
}

const sortKo: Readonly<Record<VolumeSort, string>> = {
  given: 'API 내용으로 채움',
  pod: '파드와 함께 사라짐',
  node: '노드에 저장',
  network: '네트워크 공유',
  disk: '네트워크 디스크',
  reference: '참조',
}

const whatEn: Readonly<Partial<Record<Field, string>>> = {
  emptyDir:
    'An empty folder for one pod. It outlives restarts of containers and goes with the pod. In memory with medium: Memory.',
  configMap: 'Keys of a ConfigMap as files. The kubelet takes changes over; a subPath never does.',
  secret: 'Keys of a Secret as files, kept in memory and not on the disk.',
  downwardAPI: 'What a pod is called, where it runs and what it may use, as files.',
  projected:
    'Several sources in one folder. Every pod has one of these: its service account’s token.',
  image: 'The files of a container image, to be read and not written.',
  gitRepo: 'A repository cloned before the pod starts. An init container does that better.',
  hostPath:
    'A folder or file of the machine itself. On another machine the pod finds other files; with write access it can harm the machine.',
  local:
    'A disk or folder of one machine as a PersistentVolume. The scheduler sends pods to where it is.',
  nfs: 'A folder on a file server, mounted by many machines at once. Sizes that you ask for hold nobody back.',
  persistentVolumeClaim:
    'Not storage itself: it names a claim, and the claim leads to a PersistentVolume.',
  ephemeral: 'A claim that is made for one pod and deleted with it.',
  csi: 'Any storage that has a CSI driver. In a pod only drivers that make volumes for one pod; all others by way of a claim.',
  fc: 'A disk over Fibre Channel.',
  iscsi: 'A disk over the network protocol iSCSI.',
  flexVolume: 'A program on each machine that mounts something: what came before CSI.',
  awsElasticBlockStore: 'A disk of Amazon EC2, for one machine at a time.',
  azureDisk: 'A disk of Microsoft Azure, for one machine at a time.',
  azureFile: 'A network share (SMB) of Microsoft Azure, for many machines at once.',
  cinder: 'A disk of OpenStack, for one machine at a time.',
  gcePersistentDisk: 'A disk of Google Cloud: one machine writes, or many read.',
  portworxVolume: 'A volume of Portworx, which makes storage out of the machines’ disks.',
  vsphereVolume: 'A virtual disk of VMware vSphere.',
  cephfs: 'The shared file system of Ceph.',
  rbd: 'A disk of Ceph: one machine writes, or many read.',
  glusterfs: 'The shared file system Gluster.',
  flocker: 'Datasets of Flocker, a product that is no more.',
  quobyte: 'A share of the file system Quobyte.',
  scaleIO: 'A disk of Dell ScaleIO, now PowerFlex.',
  storageos: 'A volume of StorageOS, now Ondat, a product that is no more.',
}

const whatKo: Readonly<Partial<Record<Field, string>>> = {
  emptyDir:
    '파드 하나를 위한 빈 폴더예요. 컨테이너가 재시작돼도 남고 파드와 함께 사라져요. medium: Memory면 메모리에 만들어요.',
  configMap:
    '컨피그맵의 키를 파일로 보여 줘요. kubelet이 변경을 반영하지만 subPath는 바뀌지 않아요.',
  secret: '시크릿의 키를 파일로 보여 줘요. 디스크가 아니라 메모리에 둡니다.',
  downwardAPI: '파드의 이름, 실행되는 노드, 쓸 수 있는 자원을 파일로 알려 줘요.',
  projected:
    '여러 소스를 한 폴더에 모아요. 모든 파드에 하나씩 있는 서비스어카운트 토큰도 이것입니다.',
  image: '컨테이너 이미지의 파일을 읽기 전용으로 보여 줘요.',
  gitRepo: '파드가 시작되기 전에 저장소를 복제해요. 지금은 초기화 컨테이너가 더 나은 방법입니다.',
  hostPath:
    '노드 자체의 폴더나 파일이에요. 파드가 다른 노드로 가면 다른 파일을 보게 되고, 쓰기를 허용하면 노드를 망가뜨릴 수도 있어요.',
  local: '한 노드의 디스크나 폴더를 PV로 만든 것이에요. 스케줄러가 그 노드로 파드를 보냅니다.',
  nfs: '파일 서버의 폴더를 여러 노드가 동시에 마운트해요. 요청한 크기는 아무것도 막지 않아요.',
  persistentVolumeClaim:
    '스토리지 자체가 아니라 참조예요. 클레임의 이름을 적으면 클레임이 PV로 이어 줍니다.',
  ephemeral: '파드 하나를 위해 클레임을 만들고, 파드와 함께 지워요.',
  csi: 'CSI 드라이버가 있는 모든 스토리지예요. 파드에는 파드 하나를 위한 볼륨을 만드는 드라이버만 직접 쓸 수 있고, 나머지는 클레임을 거쳐요.',
  fc: '파이버 채널로 연결한 디스크예요.',
  iscsi: 'iSCSI 프로토콜로 연결한 네트워크 디스크예요.',
  flexVolume: '노드마다 둔 프로그램이 마운트하는 방식이에요. CSI 이전의 방법입니다.',
  awsElasticBlockStore: 'AWS EC2의 디스크예요. 한 번에 한 노드만 써요.',
  azureDisk: 'Azure의 디스크예요. 한 번에 한 노드만 써요.',
  azureFile: 'Azure의 네트워크 공유(SMB)예요. 여러 노드가 동시에 쓸 수 있어요.',
  cinder: 'OpenStack의 디스크예요. 한 번에 한 노드만 써요.',
  gcePersistentDisk: 'Google Cloud의 디스크예요. 한 노드가 쓰거나 여러 노드가 읽어요.',
  portworxVolume: '노드들의 디스크를 모아 스토리지로 만드는 Portworx의 볼륨이에요.',
  vsphereVolume: 'VMware vSphere의 가상 디스크예요.',
  cephfs: 'Ceph의 공유 파일 시스템이에요.',
  rbd: 'Ceph의 디스크예요. 한 노드가 쓰거나 여러 노드가 읽어요.',
  glusterfs: '공유 파일 시스템 Gluster예요.',
  flocker: 'Flocker의 데이터셋이에요. 지금은 없는 제품입니다.',
  quobyte: 'Quobyte 파일 시스템의 공유예요.',
  scaleIO: 'Dell ScaleIO(지금의 PowerFlex) 디스크예요.',
  storageos: 'StorageOS(나중의 Ondat) 볼륨이에요. 지금은 없는 제품입니다.',
}

const fateEn: Readonly<Record<VolumeStatus, string>> = {
  works: '',
  driver:
    'The field is still accepted, and the CSI driver does the work. Without the driver the pod waits for its mount.',
  hardware: 'The manifest is accepted. It mounts only where the vendor’s devices or services are.',
  gone: 'The API still accepts the field, but no kubelet can mount it: the pod stays in ContainerCreating with “no volume plugin matched”.',
  off: 'The API accepts the field, and the kubelet refuses to mount it.',
  unknown: 'This version does not know the field.',
}

const fateKo: Readonly<Record<VolumeStatus, string>> = {
  works: '',
  driver:
    '필드는 그대로 받아들이고 실제 일은 CSI 드라이버가 해요. 드라이버가 없으면 파드가 마운트를 기다립니다.',
  hardware: '매니페스트는 받아들여요. 제조사의 장치나 서비스가 있는 곳에서만 마운트됩니다.',
  gone: 'API는 아직 필드를 받아들이지만 마운트할 수 있는 kubelet이 없어요. 파드는 “no volume plugin matched”와 함께 ContainerCreating에 머물러요.',
  off: 'API는 필드를 받아들이지만 kubelet이 마운트를 거부해요.',
  unknown: '이 버전은 이 필드를 몰라요.',
}

const wordsEn = {
  title: 'Volume types',
  search: 'Find a volume type',
  here: 'In this cluster ({{version}})',
  other: 'In {{version}}',
  where: 'Where',
  pod: 'in a pod',
  volume: 'in a PersistentVolume only',
  both: 'in a pod or a PersistentVolume',
  modes: 'Access modes',
  noModes: 'none: it belongs to one pod',
  modesNote:
    'They decide which volume fits a claim and where it may be attached; they lock nothing.',
  deprecated: 'deprecated in {{version}}',
  removed: 'removed in {{version}}',
  switchedOff: 'switched off in {{version}}',
  since: 'since {{version}}',
  history: 'History',
  instead: 'Instead',
  nothing: 'No volume type is called that.',
  needsDriver: 'It mounts only on machines where the driver’s pod runs and has registered.',
  open: 'All volume types',
  entry: 'Volume type {{name}}',
} as const

export type VolumeWord = keyof typeof wordsEn

const wordsKo: Readonly<Record<VolumeWord, string>> = {
  title: '볼륨 종류',
  search: '볼륨 종류 찾기',
  here: '이 클러스터({{version}})에서',
  other: '{{version}}에서',
  where: '쓰는 곳',
  pod: '파드',
  volume: 'PV에서만',
  both: '파드 또는 PV',
  modes: '접근 모드',
  noModes: '없음: 파드 하나에 속해요',
  modesNote: '어떤 볼륨이 클레임에 맞는지, 어디에 붙일 수 있는지를 정할 뿐 쓰기를 잠그지는 않아요.',
  deprecated: '{{version}}부터 사용 중단 예정',
  removed: '{{version}}에서 제거',
  switchedOff: '{{version}}에서 꺼짐',
  since: '{{version}}부터',
  history: '이력',
  instead: '대신 쓸 것',
  nothing: '그런 이름의 볼륨 종류가 없어요.',
  needsDriver: '드라이버의 파드가 실행되고 등록된 노드에서만 마운트돼요.',
  open: '볼륨 종류 모두 보기',
  entry: '볼륨 종류 {{name}}',
}

export interface VolumeTexts {
  readonly words: Readonly<Record<VolumeWord, string>>
  readonly what: Readonly<Partial<Record<Field, string>>>
  readonly sort: Readonly<Record<VolumeSort, string>>
  readonly status: Readonly<Record<VolumeStatus, string>>
  readonly fate: Readonly<Record<VolumeStatus, string>>
}

export const volumeTexts: Readonly<Record<'en' | 'ko', VolumeTexts>> = {
  en: { words: wordsEn, what: whatEn, sort: sortEn, status: statusEn, fate: fateEn },
  ko: { words: wordsKo, what: whatKo, sort: sortKo, status: statusKo, fate: fateKo },
}
