import type { AutoscalerWait } from '../../sim/index.ts'

interface Why {
  readonly title: string
  readonly reasons: Readonly<Record<AutoscalerWait, string>>
}

const en: Why = {
  title: 'Why it does not scale (further)',
  reasons: {
    notLooked: 'It has not looked yet. The first look comes 15 seconds after it was made.',
    noTarget: 'Its target is not there, or is of a kind whose size cannot be set.',
    noServer:
      'Nobody serves metrics. Install the metrics server: it is among the examples of Apply YAML.',
    noRound:
      'The metrics server knows nothing of these pods yet. It compares two rounds, 15 seconds apart.',
    noRequest:
      'A container has no request for this resource, so that there is nothing to take a percentage of.',
    podsUnready: 'No pod counts yet: those that are new or not ready are left out.',
    noOwnMetrics: 'Metrics of this sort come from an adapter, and none is installed.',
    noMetrics: 'It cannot get its metrics. The conditions below say why.',
    atZero: 'The target has 0 replicas. Somebody switched it off, and the autoscaler leaves it so.',
    rivals: 'Another autoscaler selects the same pods. Neither acts until one of them is gone.',
    cannotScale: 'The API refused the new size. The conditions below say why.',
    heldDown:
      'It would shrink, but a recommendation of the last minutes was higher. It takes the highest of five minutes, so that a short lull costs nothing.',
    heldUp:
      'It would grow, but a recent recommendation was lower. It waits until all ask for more.',
    atMost: 'It wants more pods than maxReplicas allows.',
    atLeast: 'It wants fewer pods than minReplicas allows.',
    tooFast:
      'It goes step by step: at most to 4 pods or twice as many at once, or as its policies say.',
    wellEnough: 'The metrics are within 10% of their target, or the size is right for them.',
  },
}

const ko: Why = {
  title: '왜 (더) 바꾸지 않나요',
  reasons: {
    notLooked: '아직 한 번도 보지 않았어요. 만들어진 지 15초 뒤에 처음 봅니다.',
    noTarget: '대상이 없거나, 크기를 정할 수 없는 종류예요.',
    noServer: '메트릭을 주는 곳이 없어요. 메트릭 서버를 설치하세요. YAML 적용의 예제에 있습니다.',
    noRound: '메트릭 서버가 이 파드들을 아직 몰라요. 15초 간격으로 두 번 잰 값을 비교합니다.',
    noRequest: '이 자원의 요청값이 없는 컨테이너가 있어서, 몇 퍼센트인지 셈할 수 없어요.',
    podsUnready: '아직 셈할 파드가 없어요. 새 파드와 준비되지 않은 파드는 뺍니다.',
    noOwnMetrics: '이런 메트릭은 어댑터가 주는데, 설치된 것이 없어요.',
    noMetrics: '메트릭을 얻지 못해요. 아래 컨디션에 이유가 있습니다.',
    atZero: '대상의 레플리카가 0개예요. 누군가 꺼 둔 것이라 그대로 둡니다.',
    rivals:
      '같은 파드를 고르는 오토스케일러가 또 있어요. 하나가 없어질 때까지 둘 다 움직이지 않습니다.',
    cannotScale: 'API가 새 크기를 거절했어요. 아래 컨디션에 이유가 있습니다.',
    heldDown:
      '줄이려 하지만 지난 몇 분의 권장값이 더 컸어요. 5분 동안의 가장 큰 값을 따라서, 잠깐 한가하다고 줄이지 않습니다.',
    heldUp: '늘리려 하지만 최근 권장값이 더 작았어요. 모두가 늘리라고 할 때까지 기다립니다.',
    atMost: 'maxReplicas보다 많은 파드를 원해요.',
    atLeast: 'minReplicas보다 적은 파드를 원해요.',
    tooFast: '단계적으로 바꿔요. 한 번에 많아야 4개나 두 배까지, 또는 정책이 정한 만큼입니다.',
    wellEnough: '메트릭이 목표의 10% 안에 있거나, 지금 크기가 알맞아요.',
  },
}

export const autoscalerWhy = { en, ko } as const
