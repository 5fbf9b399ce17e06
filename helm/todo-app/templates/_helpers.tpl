{{/* Where the objects go: the release's namespace, or the one that the chart makes. */}}
{{- define "todo-app.namespace" -}}
{{- if .Values.namespace.create }}{{ .Values.namespace.name }}{{ else }}{{ .Release.Namespace }}{{ end }}
{{- end }}

{{/* What finds the pods of a service; it can't be changed later. (dict "root" $ "name" "backend") */}}
{{- define "todo-app.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* (dict "root" $ "name" "backend") */}}
{{- define "todo-app.labels" -}}
{{ include "todo-app.selector" . }}
app.kubernetes.io/part-of: todo-app
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Name, namespace and labels of an object. (dict "root" $ "name" "backend") */}}
{{- define "todo-app.metadata" -}}
name: {{ .name }}
namespace: {{ include "todo-app.namespace" .root }}
labels:
  {{- include "todo-app.labels" . | nindent 2 }}
{{- end }}

{{/* (dict "root" $ "name" "backend") */}}
{{- define "todo-app.image" -}}
{{- $image := (index .root.Values .name).image -}}
{{ $image.repository }}:{{ $image.tag | default .root.Values.image.tag }}
{{- end }}

{{/* Pod Security "restricted" in full. The argument is the user, who is the group as well. */}}
{{- define "todo-app.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "todo-app.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The shutdown, in seconds: one value, and what follows from it, as JSON. */}}
{{- define "todo-app.shutdown" -}}
{{- $drain := int .Values.shutdown.drainSeconds -}}
{{- $preStop := int .Values.shutdown.preStopSeconds -}}
{{- $budget := add $drain 16 4 -}}
{{- dict "drain" $drain "preStop" $preStop "budget" $budget "grace" (add $preStop $budget 5) | toJson -}}
{{- end }}

{{/* The Secret that the services read. */}}
{{- define "todo-app.secretName" -}}
{{- .Values.secrets.existingSecret | default "todo-secrets" -}}
{{- end }}

{{/* "true" when the release has a database of its own. */}}
{{- define "todo-app.ownDatabase" -}}
{{- if not (or .Values.database.url .Values.secrets.existingSecret) }}true{{ end }}
{{- end }}

{{/* Where MCP clients outside find the server. */}}
{{- define "todo-app.mcpPublicUrl" -}}
{{- if .Values.mcp.publicUrl }}{{ .Values.mcp.publicUrl }}
{{- else if .Values.mcp.expose }}{{ .Values.publicUrl | trimSuffix "/" }}/mcp
{{- else }}http://localhost:8001/mcp
{{- end }}
{{- end }}

{{/* The paths of an Ingress or HTTPRoute that are the MCP server's: it, and what tells clients how to get in. */}}
{{- define "todo-app.mcpPaths" -}}
{{- list "/mcp" "/.well-known/oauth-protected-resource" | toJson -}}
{{- end }}
