{{/* Labels of every object. Names are the same in each release: there is one operator in a cluster. */}}
{{- define "drawbridge.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
app.kubernetes.io/name: drawbridge
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The metadata of an object in the operator's namespace; takes a root and a name. */}}
{{- define "drawbridge.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "drawbridge.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The one image. A digest comes before a tag. */}}
{{- define "drawbridge.image" -}}
{{- with .Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- .Values.image.repository -}}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end }}

{{/* What holds Deployments in this cluster: Policy or Webhook. */}}
{{- define "drawbridge.gate" -}}
{{- if ne .Values.gate.by "Auto" -}}
{{- .Values.gate.by -}}
{{- else if semverCompare ">=1.36-0" .Capabilities.KubeVersion.Version -}}
Policy
{{- else -}}
Webhook
{{- end -}}
{{- end }}
