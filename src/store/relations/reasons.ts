import type { Language } from '../ui.ts'
import type { RelationName } from './edge.ts'

/** What each line is called, and why it matters, in one sentence. */
export interface EdgeWords {
  readonly title: string
  readonly why: string
}

export const EDGE_WORDS: Readonly<Record<Language, Readonly<Record<RelationName, EdgeWords>>>> = {
  en: {
    owner: {
      title: 'Owner',
      why: 'The owner made this object, and when the owner is deleted the garbage collector deletes it too.',
    },
    selector: {
      title: 'Selector',
      why: 'Whoever has a selector finds its objects by their labels, not by their names: change a label and the line is gone.',
    },
    claimRef: {
      title: 'Reserved for a claim',
      why: 'The volume belongs to this one claim; no other claim can have it while this is written here.',
    },
    volumeName: {
      title: 'Volume of the claim',
      why: 'The claim has found its volume; pods name the claim and never need to know which volume it is.',
    },
    mount: {
      title: 'Mount',
      why: 'The kubelet puts it into the containers as files; if it does not exist, the containers cannot start.',
    },
    env: {
      title: 'Environment',
      why: 'Its values become environment variables when a container starts; later changes are seen only after a restart.',
    },
    downward: {
      title: 'Downward API',
      why: 'The pod tells its own containers something about itself, without asking the API server.',
    },
    binding: {
      title: 'Binding',
      why: 'Once this is written the pod belongs to that machine for its whole life, and the kubelet there begins to work.',
    },
    schedule: {
      title: 'Scheduler',
      why: 'Only the scheduler with this name picks a machine for the pod; if there is none, the pod waits for ever.',
    },
    storageClass: {
      title: 'Storage class',
      why: 'A claim and a volume only fit when they name the same class, and the class says who can make new volumes.',
    },
    serviceAccount: {
      title: 'Service account',
      why: 'This is the name under which the pod speaks to the API server; without it the pod is not admitted.',
    },
    imagePullSecrets: {
      title: 'Pull secret',
      why: 'With it the kubelet signs in to a private registry before it pulls the image.',
    },
    priorityClass: {
      title: 'Priority class',
      why: 'The class gives the pod a number, and pods with a higher number are scheduled first.',
    },
    nodeAffinity: {
      title: 'Reachable from',
      why: 'The volume can only be used on this machine, so pods that use it can only run here.',
    },
    endpoint: {
      title: 'Endpoint',
      why: 'Traffic for the Service is sent to the addresses that stand here, and only to those that are ready.',
    },
    route: {
      title: 'Backend',
      why: 'Requests that fit the rule are passed on to this Service.',
    },
    scaleTarget: {
      title: 'Scales',
      why: 'The autoscaler changes the number of replicas of this object, and of no other.',
    },
    roleRef: {
      title: 'Role',
      why: 'The binding gives what this role allows; without the role it gives nothing at all.',
    },
    subject: {
      title: 'Subject',
      why: 'Pods that run under this account may do what the role of the binding allows.',
    },
  },
  ko: {
    owner: {
      title: '주인',
      why: '이 오브젝트를 만든 주인이에요. 주인을 지우면 가비지 컬렉터가 이것도 지웁니다.',
    },
    selector: {
      title: '셀렉터',
      why: '셀렉터는 이름이 아니라 레이블로 대상을 찾아요. 레이블을 바꾸면 이 선도 사라집니다.',
    },
    claimRef: {
      title: '클레임에 묶인 볼륨',
      why: '이 볼륨은 이 클레임의 것이에요. 여기에 적혀 있는 동안 다른 클레임은 가질 수 없습니다.',
    },
    volumeName: {
      title: '클레임의 볼륨',
      why: '클레임이 자기 볼륨을 찾았어요. 파드는 클레임 이름만 알면 되고, 어떤 볼륨인지는 몰라도 됩니다.',
    },
    mount: {
      title: '마운트',
      why: 'kubelet이 이것을 컨테이너 안에 파일로 넣어 줘요. 없으면 컨테이너가 시작하지 못합니다.',
    },
    env: {
      title: '환경 변수',
      why: '컨테이너가 시작할 때 값이 환경 변수가 돼요. 나중에 바꾼 값은 다시 시작해야 보입니다.',
    },
    downward: {
      title: '다운워드 API',
      why: '파드가 자기 정보를 자기 컨테이너에 알려 줘요. API 서버에 물어보지 않아도 됩니다.',
    },
    binding: {
      title: '바인딩',
      why: '이 값이 적히면 파드는 끝까지 그 노드에 속하고, 그곳의 kubelet이 일을 시작합니다.',
    },
    schedule: {
      title: '스케줄러',
      why: '이 이름의 스케줄러만 파드의 노드를 고를 수 있어요. 그런 스케줄러가 없으면 파드는 계속 기다립니다.',
    },
    storageClass: {
      title: '스토리지클래스',
      why: '클레임과 볼륨은 같은 클래스를 적어야 짝이 돼요. 새 볼륨을 누가 만드는지도 클래스가 정합니다.',
    },
    serviceAccount: {
      title: '서비스어카운트',
      why: '파드가 API 서버와 이야기할 때 쓰는 이름이에요. 없으면 파드를 만들 수 없습니다.',
    },
    imagePullSecrets: {
      title: '이미지 풀 시크릿',
      why: 'kubelet이 비공개 레지스트리에 로그인하고 이미지를 받을 때 써요.',
    },
    priorityClass: {
      title: '프라이어리티클래스',
      why: '클래스가 파드에 숫자를 주고, 숫자가 큰 파드를 먼저 스케줄링합니다.',
    },
    nodeAffinity: {
      title: '쓸 수 있는 노드',
      why: '이 볼륨은 이 노드에서만 쓸 수 있어서, 이 볼륨을 쓰는 파드도 여기서만 실행됩니다.',
    },
    endpoint: {
      title: '엔드포인트',
      why: '서비스로 온 트래픽은 여기 적힌 주소 가운데 준비된 곳으로만 갑니다.',
    },
    route: {
      title: '백엔드',
      why: '규칙에 맞는 요청은 이 서비스로 넘어갑니다.',
    },
    scaleTarget: {
      title: '스케일 대상',
      why: '오토스케일러는 이 오브젝트의 레플리카 수만 바꿉니다.',
    },
    roleRef: {
      title: '역할',
      why: '이 역할이 허용하는 것을 바인딩이 나눠 줘요. 역할이 없으면 아무것도 허용하지 않습니다.',
    },
    subject: {
      title: '대상 계정',
      why: '이 계정으로 도는 파드는 바인딩의 역할이 허용하는 일을 할 수 있어요.',
    },
  },
}
