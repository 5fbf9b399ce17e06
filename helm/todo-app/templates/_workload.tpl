{{/*
The Deployment of a service. All three are this one; what differs is in the argument:
  root             $
  name             of the service, its objects, its values and its image
  port             that it listens on
  secrets          keys of the Secret that it reads
  optionalSecrets  keys that may be missing
  migrates         whether its pods bring the database up to date before they start
*/}}
{{- define "todo-app.deployment" -}}
{{- $root := .root -}}
{{- $values := index $root.Values .name -}}
{{- $shutdown := include "todo-app.shutdown" $root | fromJson -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
spec:
  {{- if dig "autoscaling" "enabled" false $values }}
  # No replicas: the HorizontalPodAutoscaler sets them, and a number here would set them back with every change.
  {{- else }}
  replicas: {{ $values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      # A new pod is ready before an old one is told to go.
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      {{- include "todo-app.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "todo-app.selector" . | nindent 8 }}
        app.kubernetes.io/part-of: todo-app
        {{- with $root.Values.pod.labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        kubectl.kubernetes.io/default-container: {{ .name }}
        # Settings and secrets are read at the start: a change of theirs rolls the pods.
        checksum/config: {{ include "todo-app.settings" . | sha256sum }}
        {{- if and .secrets (not $root.Values.secrets.existingSecret) }}
        checksum/secrets: {{ include "todo-app.secretData" $root | sha256sum }}
        {{- end }}
        {{- with $root.Values.pod.annotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: false
      # A Service named mcp would put MCP_PORT=tcp://... into the environment.
      enableServiceLinks: false
      # {{ if $shutdown.preStop }}{{ $shutdown.preStop }} s of preStop, {{ end }}{{ $shutdown.drain }} s of draining, up to 20 s until the exit, and 5 s to spare.
      terminationGracePeriodSeconds: {{ $shutdown.grace }}
      securityContext:
        {{- include "todo-app.podSecurity" 1000 | nindent 8 }}
      # Wishes, not conditions: a node that is drained must find room for its pods on the others.
      topologySpreadConstraints:
        {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "todo-app.selector" $ | nindent 14 }}
          # Each rollout for itself, or the old pods would decide where the new ones go.
          matchLabelKeys: [pod-template-hash]
        {{- end }}
      {{- with $root.Values.pod.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $root.Values.pod.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.pod.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.pod.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- if .migrates }}
      initContainers:
        # Several at once are no harm, nor is a schema that is newer than the image. When it fails, the pods before stay.
        - name: migrate
          command: [node, migrate.js]
          {{- $migrate := dict "root" $root "name" .name "secrets" (list "DATABASE_URL") "optionalSecrets" (list "DATABASE_DIRECT_URL") }}
          {{- include "todo-app.container" $migrate | nindent 10 }}
      {{- end }}
      containers:
        - name: {{ .name }}
          {{- include "todo-app.container" . | nindent 10 }}
          ports:
            - name: http
              containerPort: {{ .port }}
          # Start-up work, the database's migration not among it.
          startupProbe:
            httpGet: { path: /startupz, port: http }
            periodSeconds: 1
            timeoutSeconds: 3
            failureThreshold: 60
          # Looks at no dependency: an outage of the database must not restart every pod.
          livenessProbe:
            httpGet: { path: /livez, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet: { path: /health, port: http }
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          {{- if $shutdown.preStop }}
          lifecycle:
            preStop:
              sleep: { seconds: {{ $shutdown.preStop }} }
          {{- end }}
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
{{- end }}

{{/* What a service and its migration have in common: root, name, secrets and optionalSecrets, as above. */}}
{{- define "todo-app.container" -}}
image: {{ include "todo-app.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
# Why it could not start is in `kubectl describe pod`, also when the container has gone.
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  {{- include "todo-app.containerSecurity" . | nindent 2 }}
envFrom:
  - configMapRef:
      name: {{ .name }}
{{- if .secrets }}
env:
  {{- range .secrets }}
  - name: {{ . }}
    valueFrom:
      secretKeyRef:
        name: {{ include "todo-app.secretName" $.root }}
        key: {{ . }}
  {{- end }}
  {{- range .optionalSecrets }}
  - name: {{ . }}
    valueFrom:
      secretKeyRef:
        name: {{ include "todo-app.secretName" $.root }}
        key: {{ . }}
        optional: true
  {{- end }}
{{- end }}
resources:
  {{- toYaml (index .root.Values .name).resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end }}

{{/* (dict "root" $ "name" "backend") */}}
{{- define "todo-app.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
# Nothing here speaks to the API server.
automountServiceAccountToken: false
{{- end }}

{{/* (dict "root" $ "name" "backend") */}}
{{- define "todo-app.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
spec:
  # A node is drained one pod after another, each replaced before the next one goes.
  maxUnavailable: 1
  # Pods that don't work hold up nobody.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "todo-app.selector" . | nindent 6 }}
{{- end }}

{{/* A Service inside the cluster. (dict "root" $ "name" "backend" "port" 8000) */}}
{{- define "todo-app.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "todo-app.metadata" . | nindent 2 }}
spec:
  type: ClusterIP
  selector:
    {{- include "todo-app.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
{{- end }}
