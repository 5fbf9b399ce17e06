{{/* Pods of the release, as peers. (dict "root" $ "names" (list "backend" "mcp")) */}}
{{- define "todo-app.peers" -}}
{{- range $index, $name := .names }}
{{- if $index }}
{{ end -}}
- podSelector:
    matchLabels:
      {{- include "todo-app.selector" (dict "root" $.root "name" $name) | nindent 6 }}
{{- end }}
{{- end }}

{{/* Who may come to a service beside its own peers: `helm test`, and what reads /metrics. */}}
{{- define "todo-app.visitors" -}}
{{- if .Values.tests.enabled }}
{{ include "todo-app.peers" (dict "root" . "names" (list "helm-test")) }}
{{- end }}
{{- with .Values.networkPolicy.metrics.from }}
{{ toYaml . }}
{{- end }}
{{- end }}
