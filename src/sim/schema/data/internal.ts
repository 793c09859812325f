// Field order and zero values of Kubernetes' internal Go types (Apache License 2.0, The Kubernetes Authors): error texts
// print them. `Name` is a string; a mark after it says: ? bool, # int, @ null when unset, .T struct, *T pointer to a
// struct, [T list of structs, ! label selector, =x the JSON name where it is not the name in lower camel case.
const VOLUME_SOURCE =
  'HostPath*HostPathVolumeSource EmptyDir*EmptyDirVolumeSource GCEPersistentDisk*GCEPersistentDiskVolumeSource AWSElasticBlockStore*AWSElasticBlockStoreVolumeSource GitRepo*GitRepoVolumeSource Secret*SecretVolumeSource NFS*NFSVolumeSource ISCSI*ISCSIVolumeSource Glusterfs*GlusterfsVolumeSource PersistentVolumeClaim*PersistentVolumeClaimVolumeSource RBD*RBDVolumeSource Quobyte*QuobyteVolumeSource FlexVolume*FlexVolumeSource Cinder*CinderVolumeSource CephFS*CephFSVolumeSource=cephfs Flocker*FlockerVolumeSource DownwardAPI*DownwardAPIVolumeSource FC*FCVolumeSource AzureFile*AzureFileVolumeSource ConfigMap*ConfigMapVolumeSource VsphereVolume*VsphereVirtualDiskVolumeSource AzureDisk*AzureDiskVolumeSource PhotonPersistentDisk*PhotonPersistentDiskVolumeSource Projected*ProjectedVolumeSource PortworxVolume*PortworxVolumeSource ScaleIO*ScaleIOVolumeSource StorageOS*StorageOSVolumeSource=storageos CSI*CSIVolumeSource Ephemeral*EphemeralVolumeSource Image*ImageVolumeSource'

const CONTAINER =
  'Name Image Command@ Args@ WorkingDir Ports[ContainerPort EnvFrom[EnvFromSource Env[EnvVar Resources.ResourceRequirements ResizePolicy[ContainerResizePolicy RestartPolicy@ RestartPolicyRules[ContainerRestartRule VolumeMounts[VolumeMount VolumeDevices[VolumeDevice LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe Lifecycle*Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext*SecurityContext Stdin? StdinOnce? TTY?'

export const INTERNAL: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes[Volume InitContainers[Container Containers[Container EphemeralContainers[EphemeralContainer RestartPolicy TerminationGracePeriodSeconds@ ActiveDeadlineSeconds@ DNSPolicy NodeSelector@ ServiceAccountName AutomountServiceAccountToken@ NodeName SecurityContext*PodSecurityContext ImagePullSecrets[Name Hostname Subdomain SetHostnameAsFQDN@ Affinity*Affinity SchedulerName Tolerations[Toleration HostAliases[HostAlias PriorityClassName Priority@ PreemptionPolicy@ DNSConfig*PodDNSConfig ReadinessGates[PodReadinessGate RuntimeClassName@ Overhead@ EnableServiceLinks@ TopologySpreadConstraints[TopologySpreadConstraint OS*Name SchedulingGates[Name ResourceClaims[PodResourceClaim Resources*ResourceRequirements HostnameOverride@ SchedulingGroup*PodSchedulingGroup',
  PodDisruptionBudgetSpec: 'MinAvailable@ Selector! MaxUnavailable@ UnhealthyPodEvictionPolicy@',
  PodSecurityContext:
    'HostNetwork? HostPID? HostIPC? ShareProcessNamespace@ HostUsers@ SELinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser@ RunAsGroup@ RunAsNonRoot@ SupplementalGroups@ SupplementalGroupsPolicy@ FSGroup@ FSGroupChangePolicy@ Sysctls[NameValue SeccompProfile*TypedProfile AppArmorProfile*TypedProfile SELinuxChangePolicy@',
  Container: CONTAINER,
  EphemeralContainer: `${CONTAINER} TargetContainerName`,
  Volume: `Name ${VOLUME_SOURCE}`,
  Name: 'Name',
  NameValue: 'Name Value',
  NamePointer: 'Name Value@',
  TypedProfile: 'Type LocalhostProfile@',
  PodSchedulingGroup: 'PodGroupName@',
  PodReadinessGate: 'ConditionType',
  PodResourceClaim: 'Name ResourceClaimName@ ResourceClaimTemplateName@',
  PodDNSConfig: 'Nameservers@ Searches@ Options[NamePointer',
  HostAlias: 'IP Hostnames@',
  Toleration: 'Key Operator Value Effect TolerationSeconds@',
  Taint: 'Key Value Effect TimeAdded@',
  Affinity: 'NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution[PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms[NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions[NodeSelectorRequirement MatchFields[NodeSelectorRequirement',
  NodeSelectorRequirement: 'Key Operator Values@',
  PreferredSchedulingTerm: 'Weight# Preference.NodeSelectorTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution[PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution[WeightedPodAffinityTerm',
  PodAffinityTerm:
    'LabelSelector! Namespaces@ TopologyKey NamespaceSelector! MatchLabelKeys@ MismatchLabelKeys@',
  WeightedPodAffinityTerm: 'Weight# PodAffinityTerm.PodAffinityTerm',
  TopologySpreadConstraint:
    'MaxSkew# TopologyKey WhenUnsatisfiable LabelSelector! MinDomains@ NodeAffinityPolicy@ NodeTaintsPolicy@ MatchLabelKeys@',
  ResourceRequirements: 'Limits@ Requests@ Claims[ResourceClaim',
  VolumeResourceRequirements: 'Limits@ Requests@',
  ResourceClaim: 'Name Request',
  ContainerResizePolicy: 'ResourceName RestartPolicy',
  ContainerRestartRule: 'Action ExitCodes*ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'Operator Values@',
  ContainerPort: 'Name HostPort# ContainerPort# Protocol HostIP',
  EnvFromSource: 'Prefix ConfigMapRef*NameOptional SecretRef*NameOptional',
  NameOptional: 'Name Optional@',
  EnvVar: 'Name Value ValueFrom*EnvVarSource',
  EnvVarSource:
    'FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector ConfigMapKeyRef*KeySelector SecretKeyRef*KeySelector FileKeyRef*FileKeySelector',
  ObjectFieldSelector: 'APIVersion FieldPath',
  ResourceFieldSelector: 'ContainerName Resource Divisor',
  KeySelector: 'Name Key Optional@',
  FileKeySelector: 'VolumeName Path Key Optional@',
  VolumeMount:
    'Name ReadOnly? RecursiveReadOnly@ MountPath SubPath MountPropagation@ SubPathExpr',
  VolumeDevice: 'Name DevicePath',
  Probe:
    'Exec*ExecAction HTTPGet*HTTPGetAction TCPSocket*TCPSocketAction GRPC*GRPCAction InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds@',
  Lifecycle: 'PostStart*LifecycleHandler PreStop*LifecycleHandler StopSignal@',
  LifecycleHandler:
    'Exec*ExecAction HTTPGet*HTTPGetAction TCPSocket*TCPSocketAction Sleep*SleepAction',
  ExecAction: 'Command@',
  HTTPGetAction: 'Path Port# Host Scheme HTTPHeaders[NameValue',
  TCPSocketAction: 'Port# Host',
  GRPCAction: 'Port# Service@',
  SleepAction: 'Seconds#',
  SecurityContext:
    'Capabilities*Capabilities Privileged@ SELinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser@ RunAsGroup@ RunAsNonRoot@ ReadOnlyRootFilesystem@ AllowPrivilegeEscalation@ ProcMount@ SeccompProfile*TypedProfile AppArmorProfile*TypedProfile',
  Capabilities: 'Add@ Drop@',
  SELinuxOptions: 'User Role Type Level',
  WindowsSecurityContextOptions:
    'GMSACredentialSpecName@ GMSACredentialSpec@ RunAsUserName@ HostProcess@',
  HostPathVolumeSource: 'Path Type@',
  EmptyDirVolumeSource: 'Medium SizeLimit@',
  GCEPersistentDiskVolumeSource: 'PDName FSType Partition# ReadOnly?',
  AWSElasticBlockStoreVolumeSource: 'VolumeID FSType Partition# ReadOnly?',
  GitRepoVolumeSource: 'Repository Revision Directory',
  SecretVolumeSource: 'SecretName Items[KeyToPath DefaultMode@ Optional@',
  ConfigMapVolumeSource: 'Name Items[KeyToPath DefaultMode@ Optional@',
  KeyToPath: 'Key Path Mode@',
  NFSVolumeSource: 'Server Path ReadOnly?',
  ISCSIVolumeSource:
    'TargetPortal IQN Lun# ISCSIInterface FSType ReadOnly? Portals@ DiscoveryCHAPAuth?=chapAuthDiscovery SessionCHAPAuth?=chapAuthSession SecretRef*SecretReference InitiatorName@',
  GlusterfsVolumeSource: 'EndpointsName=endpoints Path ReadOnly?',
  GlusterfsPersistentVolumeSource: 'EndpointsName=endpoints Path ReadOnly? EndpointsNamespace@',
  PersistentVolumeClaimVolumeSource: 'ClaimName ReadOnly?',
  RBDVolumeSource:
    'CephMonitors@=monitors RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef*SecretReference ReadOnly?',
  QuobyteVolumeSource: 'Registry Volume ReadOnly? User Group Tenant',
  FlexVolumeSource: 'Driver FSType SecretRef*SecretReference ReadOnly? Options@',
  CinderVolumeSource: 'VolumeID FSType ReadOnly? SecretRef*SecretReference',
  CephFSVolumeSource: 'Monitors@ Path User SecretFile SecretRef*SecretReference ReadOnly?',
  FlockerVolumeSource: 'DatasetName DatasetUUID',
  DownwardAPIVolumeSource: 'Items[DownwardAPIVolumeFile DefaultMode@',
  DownwardAPIProjection: 'Items[DownwardAPIVolumeFile',
  DownwardAPIVolumeFile:
    'Path FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector Mode@',
  FCVolumeSource: 'TargetWWNs@ Lun@ FSType ReadOnly? WWIDs@=wwids',
  AzureFileVolumeSource: 'SecretName ShareName ReadOnly?',
  AzureFilePersistentVolumeSource: 'SecretName ShareName ReadOnly? SecretNamespace@',
  VsphereVirtualDiskVolumeSource: 'VolumePath FSType StoragePolicyName StoragePolicyID',
  AzureDiskVolumeSource: 'DiskName DataDiskURI=diskURI CachingMode@ FSType@ ReadOnly@ Kind@',
  PhotonPersistentDiskVolumeSource: 'PdID FSType',
  ProjectedVolumeSource: 'Sources[VolumeProjection DefaultMode@',
  VolumeProjection:
    'Secret*NameItems DownwardAPI*DownwardAPIProjection ConfigMap*NameItems ServiceAccountToken*ServiceAccountTokenProjection ClusterTrustBundle*ClusterTrustBundleProjection PodCertificate*PodCertificateProjection',
  NameItems: 'Name Items[KeyToPath Optional@',
  ServiceAccountTokenProjection: 'Audience ExpirationSeconds# Path',
  ClusterTrustBundleProjection: 'Name@ SignerName@ LabelSelector! Optional@ Path',
  PodCertificateProjection:
    'SignerName KeyType MaxExpirationSeconds@ CredentialBundlePath KeyPath CertificateChainPath UserAnnotations@',
  PortworxVolumeSource: 'VolumeID FSType ReadOnly?',
  ScaleIOVolumeSource:
    'Gateway System SecretRef*SecretReference SSLEnabled?=sslEnabled ProtectionDomain StoragePool StorageMode VolumeName FSType ReadOnly?',
  StorageOSVolumeSource: 'VolumeName VolumeNamespace FSType ReadOnly? SecretRef*SecretReference',
  CSIVolumeSource: 'Driver ReadOnly@ FSType@ VolumeAttributes@ NodePublishSecretRef*Name',
  CSIPersistentVolumeSource:
    'Driver VolumeHandle ReadOnly? FSType VolumeAttributes@ ControllerPublishSecretRef*SecretReference NodeStageSecretRef*SecretReference NodePublishSecretRef*SecretReference ControllerExpandSecretRef*SecretReference NodeExpandSecretRef*SecretReference',
  SecretReference: 'Name Namespace',
  LocalVolumeSource: 'Path FSType@',
  ImageVolumeSource: 'Reference PullPolicy',
  EphemeralVolumeSource: 'VolumeClaimTemplate*PersistentVolumeClaimTemplate',
  PersistentVolumeClaimTemplate: 'Spec.PersistentVolumeClaimSpec',
  PersistentVolumeClaimSpec:
    'AccessModes@ Selector! Resources.VolumeResourceRequirements VolumeName StorageClassName@ VolumeMode@ DataSource*TypedLocalObjectReference DataSourceRef*TypedObjectReference VolumeAttributesClassName@',
  TypedLocalObjectReference: 'APIGroup@ Kind Name',
  TypedObjectReference: 'APIGroup@ Kind Name Namespace@',
  PersistentVolumeSource:
    'GCEPersistentDisk*GCEPersistentDiskVolumeSource AWSElasticBlockStore*AWSElasticBlockStoreVolumeSource HostPath*HostPathVolumeSource Glusterfs*GlusterfsPersistentVolumeSource NFS*NFSVolumeSource RBD*RBDVolumeSource Quobyte*QuobyteVolumeSource ISCSI*ISCSIVolumeSource FlexVolume*FlexVolumeSource Cinder*CinderVolumeSource CephFS*CephFSVolumeSource=cephfs FC*FCVolumeSource Flocker*FlockerVolumeSource AzureFile*AzureFilePersistentVolumeSource VsphereVolume*VsphereVirtualDiskVolumeSource AzureDisk*AzureDiskVolumeSource PhotonPersistentDisk*PhotonPersistentDiskVolumeSource PortworxVolume*PortworxVolumeSource ScaleIO*ScaleIOVolumeSource Local*LocalVolumeSource StorageOS*StorageOSVolumeSource=storageos CSI*CSIPersistentVolumeSource',
  VolumeNodeAffinity: 'Required*NodeSelector',
  DeploymentStrategy: 'Type RollingUpdate*RollingUpdateDeployment',
  RollingUpdateDeployment: 'MaxUnavailable# MaxSurge#',
  DaemonSetUpdateStrategy: 'Type RollingUpdate*RollingUpdateDeployment',
  StatefulSetUpdateStrategy: 'Type RollingUpdate*RollingUpdateStatefulSetStrategy',
  RollingUpdateStatefulSetStrategy: 'Partition# MaxUnavailable@',
  TopologySelectorTerm: 'MatchLabelExpressions[TopologySelectorLabelRequirement',
  TopologySelectorLabelRequirement: 'Key Values@',
  NodeAddress: 'Type Address',
}
