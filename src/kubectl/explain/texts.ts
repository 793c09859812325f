/** What `explain` says, by struct and by field (`Struct.field`; `*.field` for fields that every struct has alike). */
export const TEXTS: Readonly<Record<string, string>> = {
  '*.apiVersion': 'Version of the schema that this object is written in.',
  '*.kind': 'Kind of the object, in CamelCase. It cannot be changed.',
  '*.metadata': 'Name, namespace, labels and the like: what every object has.',
  '*.spec': 'What is wanted.',
  '*.status': 'What is, as it was last seen. Written by the system.',
  '*.optional': 'Whether it may be missing, the object or its key.',
  '*.name': 'Name of it.',
  '*.namespace': 'Namespace in which it is.',
  ObjectMeta: 'What every stored object has beside its own fields.',

  ConfigMap:
    'Configuration for pods: keys with values. Nobody else may read anything into it, and it is not secret.',
  'ConfigMap.binaryData':
    'Values that are no UTF-8 text, as base64. A key here must not be in data too. Volumes show it, variables do not.',
  'ConfigMap.data':
    "Values that are text. A key consists of letters, digits, '-', '_' and '.'; all values together may have 1 MiB.",
  'ConfigMap.immutable':
    'If true, data and binaryData can never be changed again, and this field cannot be taken back: make another object. Kubelets then need not watch it.',
  Secret:
    'Something confidential for pods: keys with values. They are stored as they are, unless the API server is told to encrypt them; base64 hides nothing.',
  'Secret.data': 'Values as base64. All together may have 1 MiB.',
  'Secret.immutable':
    'If true, data can never be changed again, and this field cannot be taken back.',
  'Secret.stringData':
    'Values in the clear, for writing only: the API server moves them into data, over values of the same key.',
  'Secret.type':
    'What it is for, such as Opaque, kubernetes.io/tls or kubernetes.io/dockerconfigjson. Types of kubernetes.io need certain keys. It cannot be changed.',

  EnvVar: 'One variable of a container. Its value is settled when the container is made.',
  'EnvVar.name': 'Any printable ASCII but "=".',
  'EnvVar.value':
    'The value. $(NAME) stands for a variable that was set before; $$ is a dollar; an unknown name stays as it is written.',
  'EnvVar.valueFrom': 'Takes the value from somewhere else; not beside a value.',
  EnvVarSource: 'Where a value comes from: exactly one.',
  'EnvVarSource.configMapKeyRef': 'A key of a ConfigMap.',
  'EnvVarSource.fieldRef':
    'A field of the pod: metadata.name, metadata.namespace, metadata.labels[...], metadata.annotations[...], spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP and their lists.',
  'EnvVarSource.fileKeyRef': 'A key of a file in an emptyDir volume.',
  'EnvVarSource.resourceFieldRef': 'A limit or request of the container.',
  'EnvVarSource.secretKeyRef': 'A key of a Secret.',
  EnvFromSource: 'All keys of an object as variables.',
  'EnvFromSource.configMapRef': 'The ConfigMap.',
  'EnvFromSource.prefix': 'Put before each key.',
  'EnvFromSource.secretRef': 'The Secret.',
  'ConfigMapKeySelector.key': 'The key.',
  'SecretKeySelector.key': 'The key.',
  'Container.env': 'Variables, one by one. They win over those of envFrom.',
  'Container.envFrom':
    'Objects all of whose keys become variables. Of two with the same key the later one wins.',
  'Container.args':
    'Arguments of the entrypoint, instead of those of the image. $(NAME) stands for a variable of the container.',
  'Container.command':
    'The entrypoint, instead of that of the image; no shell reads it. $(NAME) stands for a variable of the container.',
  'Container.volumeMounts': 'Volumes of the pod that the container sees, and where.',

  Volume: 'A volume of the pod: a name and one source.',
  'Volume.name': 'By this name containers mount it. Unique in the pod.',
  'Volume.configMap': 'Shows a ConfigMap as files.',
  'Volume.secret': 'Shows a Secret as files, held in memory.',
  'Volume.downwardAPI': 'Shows fields of the pod as files.',
  'Volume.projected': 'Shows several of these in one folder.',
  'Volume.emptyDir': 'An empty folder that lives as long as the pod on its node.',
  'Volume.hostPath': 'A file or folder of the node itself. Avoid it where you can.',
  'Volume.image': 'Shows the content of an image, read-only.',
  'Volume.nfs': 'A folder that an NFS server exports.',
  'Volume.persistentVolumeClaim': 'The volume that a claim of the same namespace is bound to.',
  'Volume.ephemeral': 'A claim that is made for the pod and goes with it.',
  'Volume.csi': 'A volume of a CSI driver that lives as long as the pod.',
  'Volume.iscsi': 'A disk that is reached by iSCSI.',
  'Volume.fc': 'A disk that is reached by Fibre Channel.',
  ConfigMapVolumeSource: 'Keys of a ConfigMap as files. A change reaches them after a while.',
  SecretVolumeSource: 'Keys of a Secret as files. A change reaches them after a while.',
  ProjectedVolumeSource: 'Several sources in one folder.',
  '*.defaultMode': 'Permission bits of files that state none; 0644 when missing. Decimal in JSON.',
  '*.items':
    'Which keys, and under which path each; all keys under their own name when missing. A key that is not there keeps the pod from starting, unless optional.',
  'SecretVolumeSource.secretName': 'Name of the Secret.',
  'ProjectedVolumeSource.sources': 'The sources; later ones lie over earlier ones.',
  'KeyToPath.key': 'The key.',
  'KeyToPath.mode': 'Permission bits of this file.',
  'KeyToPath.path': "Where it lies below the volume; relative, without '..'.",
  'VolumeProjection.configMap': 'Keys of a ConfigMap.',
  'VolumeProjection.secret': 'Keys of a Secret.',
  'VolumeProjection.downwardAPI': 'Fields of the pod.',
  'VolumeProjection.serviceAccountToken': 'A token of the service account, renewed in time.',
  EmptyDirVolumeSource:
    'An empty folder that goes with the pod; a restart of a container leaves it.',
  'EmptyDirVolumeSource.medium': 'Empty for the disk of the node, Memory for a tmpfs.',
  'EmptyDirVolumeSource.sizeLimit': 'The pod is evicted when the folder grows beyond this.',
  'HostPathVolumeSource.path': 'The path on the node.',
  'HostPathVolumeSource.type': 'What has to be there, or is made; nothing is checked when empty.',
  'NFSVolumeSource.path': 'The exported folder.',
  'NFSVolumeSource.readOnly': 'Mounts it read-only.',
  'NFSVolumeSource.server': 'Name or address of the server.',
  'PersistentVolumeClaimVolumeSource.claimName': 'Name of the claim.',
  'PersistentVolumeClaimVolumeSource.readOnly': 'Mounts it read-only in every container.',
  VolumeMount: 'Where a container sees a volume.',
  'VolumeMount.mountPath': "The path in the container. It must not contain ':'.",
  'VolumeMount.mountPropagation':
    'Whether mounts below it are seen by the node, and the other way round.',
  'VolumeMount.name': 'Name of the volume.',
  'VolumeMount.readOnly': 'Mounts it read-only.',
  'VolumeMount.recursiveReadOnly': 'Whether mounts below it are read-only too.',
  'VolumeMount.subPath':
    'Only this part of the volume. A part of a ConfigMap or Secret stays as it was until the container is started again.',
  'VolumeMount.subPathExpr': 'The same with $(NAME) for variables of the container.',

  PersistentVolume:
    'Storage in the cluster that exists by itself: no pod and no namespace owns it.',
  PersistentVolumeSpec: 'What the storage is, how large, and who may have it.',
  'PersistentVolumeSpec.accessModes': 'How it can be mounted.',
  'PersistentVolumeSpec.capacity': 'How large it is. It is compared with what claims ask for.',
  'PersistentVolumeSpec.claimRef': 'The claim that it is bound to, or meant for.',
  'PersistentVolumeSpec.mountOptions': 'Options for mounting. They are not checked before.',
  'PersistentVolumeSpec.nodeAffinity':
    'Nodes from which it can be reached; pods that use it go there.',
  'PersistentVolumeSpec.persistentVolumeReclaimPolicy':
    'What becomes of it when its claim is gone: Retain keeps it and its data, Delete removes both, Recycle (outdated) wipes it.',
  'PersistentVolumeSpec.storageClassName': 'Its class; only claims of the same class get it.',
  'PersistentVolumeSpec.volumeMode': 'A file system, or a raw block device.',
  'PersistentVolumeStatus.phase':
    'Available, Bound, Released (its claim is gone; nobody else gets it) or Failed.',
  'PersistentVolumeStatus.message': 'Why it is in this phase.',
  'PersistentVolumeStatus.reason': 'The same in a word.',
  PersistentVolumeClaim: "A user's wish for storage, and the volume that it got.",
  PersistentVolumeClaimSpec: 'What storage is wanted.',
  'PersistentVolumeClaimSpec.accessModes': 'How it has to be mountable.',
  'PersistentVolumeClaimSpec.dataSource': 'A snapshot or claim whose content it begins with.',
  'PersistentVolumeClaimSpec.dataSourceRef': 'The same for objects of any kind.',
  'PersistentVolumeClaimSpec.resources':
    'The least size. It can be raised later if the class allows it.',
  'PersistentVolumeClaimSpec.selector': 'Labels that the volume must have. No volume is made then.',
  'PersistentVolumeClaimSpec.storageClassName':
    'The class. Empty text: a volume without a class. Missing: the default class.',
  'PersistentVolumeClaimSpec.volumeMode': 'A file system, or a raw block device.',
  'PersistentVolumeClaimSpec.volumeName': 'The volume that it is bound to, or wants.',
  'PersistentVolumeClaimStatus.accessModes': 'How the volume can really be mounted.',
  'PersistentVolumeClaimStatus.capacity': 'How large the volume really is.',
  'PersistentVolumeClaimStatus.phase': 'Pending, Bound, or Lost (its volume is gone).',
  StorageClass: 'A sort of storage that volumes can be made of, and who makes them.',
  'StorageClass.allowVolumeExpansion': 'Whether claims may be raised later.',
  'StorageClass.allowedTopologies': 'Where volumes may be made.',
  'StorageClass.mountOptions': 'Options that its volumes get.',
  'StorageClass.parameters': 'For whoever makes the volumes. They cannot be changed.',
  'StorageClass.provisioner': 'Who makes the volumes.',
  'StorageClass.reclaimPolicy': 'Policy that its volumes get; Delete when missing.',
  'StorageClass.volumeBindingMode':
    'When a claim gets its volume: Immediate, or WaitForFirstConsumer, when a pod that uses it is placed.',
}

/** Values that a field may have. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  'PersistentVolumeSpec.persistentVolumeReclaimPolicy': ['Delete', 'Recycle', 'Retain'],
  'PersistentVolumeSpec.volumeMode': ['Block', 'Filesystem'],
  'PersistentVolumeStatus.phase': ['Available', 'Bound', 'Failed', 'Pending', 'Released'],
  'PersistentVolumeClaimSpec.volumeMode': ['Block', 'Filesystem'],
  'PersistentVolumeClaimStatus.phase': ['Bound', 'Lost', 'Pending'],
  'StorageClass.reclaimPolicy': ['Delete', 'Recycle', 'Retain'],
  'StorageClass.volumeBindingMode': ['Immediate', 'WaitForFirstConsumer'],
  'HostPathVolumeSource.type': [
    '',
    'BlockDevice',
    'CharDevice',
    'Directory',
    'DirectoryOrCreate',
    'File',
    'FileOrCreate',
    'Socket',
  ],
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'PodSpec.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
}
