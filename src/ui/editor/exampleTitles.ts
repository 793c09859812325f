import type { Example } from '../../scenarios/examples.ts'
import type { Language } from '../../store/ui.ts'

type Titles = Readonly<Record<Example['id'], string>>

const en: Titles = {
  deployment: 'Deployment, three replicas',
  pod: 'A bare pod',
  claim: 'A claim (PVC)',
  volume: 'A volume (PV) on NFS',
  broken: 'An image that does not exist',
  metrics: 'The metrics server, for kubectl top',
  load: 'A page that costs CPU, autoscaled',
  nfsFolders: 'A provisioner: a folder on the NFS server for each claim',
  localFolders: 'A provisioner: a folder on the pod’s own node',
  cloudDisk: 'A storage driver: disks of a cloud, attached to nodes',
  metallbBook: 'MetalLB 0.8.2, as the textbook installs it',
  metallbConfig: 'Addresses for MetalLB 0.8.2: a ConfigMap',
  metallb: 'MetalLB 0.15, as it is used today',
  metallbPool: 'Addresses for MetalLB 0.15: a pool and its advertisement',
}

const ko: Titles = {
  deployment: '디플로이먼트, 레플리카 셋',
  pod: '혼자인 파드',
  claim: '볼륨을 바라는 PVC',
  volume: 'NFS에 있는 PV',
  broken: '없는 이미지',
  metrics: '메트릭 서버, kubectl top에 필요',
  load: 'CPU를 쓰는 페이지와 오토스케일러',
  nfsFolders: '프로비저너: 클레임마다 NFS 서버에 폴더 하나',
  localFolders: '프로비저너: 파드가 있는 노드에 폴더 하나',
  cloudDisk: '스토리지 드라이버: 노드에 붙이는 클라우드 디스크',
  metallbBook: '교재의 MetalLB 0.8.2',
  metallbConfig: 'MetalLB 0.8.2에 줄 주소: 컨피그맵',
  metallb: '요즘 쓰는 MetalLB 0.15',
  metallbPool: 'MetalLB 0.15에 줄 주소: 풀과 광고',
}

/** What the examples are called: only who opens the dialog needs to know. */
export const exampleTitles: Readonly<Record<Language, Titles>> = { en, ko }
