import type { Language } from '../../store/ui.ts'

/** Korean names of kinds; English keeps Kubernetes' own. */
const KOREAN: Readonly<Record<string, string>> = {
  Pod: '파드',
  Node: '노드',
  Namespace: '네임스페이스',
  Deployment: '디플로이먼트',
  ReplicaSet: '레플리카셋',
  ReplicationController: '레플리케이션컨트롤러',
  DaemonSet: '데몬셋',
  StatefulSet: '스테이트풀셋',
  ControllerRevision: '컨트롤러리비전',
  Job: '잡',
  CronJob: '크론잡',
  Service: '서비스',
  Endpoints: '엔드포인트',
  EndpointSlice: '엔드포인트슬라이스',
  Ingress: '인그레스',
  ConfigMap: '컨피그맵',
  Secret: '시크릿',
  ServiceAccount: '서비스어카운트',
  PersistentVolume: '퍼시스턴트볼륨',
  PersistentVolumeClaim: '퍼시스턴트볼륨클레임',
  StorageClass: '스토리지클래스',
  PriorityClass: '프라이어리티클래스',
  PodDisruptionBudget: '파드디스럽션버짓',
  ResourceQuota: '리소스쿼터',
  LimitRange: '리밋레인지',
  Lease: '리스',
  Event: '이벤트',
  CustomResourceDefinition: '커스텀리소스데피니션',
  ClusterRoleBinding: '클러스터롤바인딩',
  RoleBinding: '롤바인딩',
  ClusterRole: '클러스터롤',
  Role: '롤',
  VolumeAttachment: '볼륨어태치먼트',
  CSIDriver: 'CSI드라이버',
  CSINode: 'CSI노드',
  CSIStorageCapacity: 'CSI스토리지용량',
  VolumeAttributesClass: '볼륨속성클래스',
  IPAddressPool: 'IP주소풀',
  L2Advertisement: 'L2광고',
  BGPAdvertisement: 'BGP광고',
  BGPPeer: 'BGP피어',
  ServiceL2Status: '서비스L2상태',
  NetworkPolicy: '네트워크폴리시',
  IngressClass: '인그레스클래스',
  HorizontalPodAutoscaler: '호리즌탈파드오토스케일러',
}

export function kindName(kind: string, language: Language): string {
  return language === 'ko' ? (KOREAN[kind] ?? kind) : kind
}

/** Whether a Hangul word ends in a consonant; words in other letters count as ending in a vowel. */
function endsInConsonant(word: string): boolean {
  const code = word.charCodeAt(word.length - 1) - 0xac00
  return code >= 0 && code < 11_172 && code % 28 !== 0
}

/** The word with the particle that fits its last sound, such as `을/를`. */
export function withParticle(word: string, pair: '을/를' | '이/가'): string {
  const [afterConsonant, afterVowel] = pair.split('/')
  return `${word}${endsInConsonant(word) ? afterConsonant : afterVowel}`
}
