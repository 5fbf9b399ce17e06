# Installs the kubectl-ai that this repository is tested with, on Windows, for one person:
#   powershell -ExecutionPolicy Bypass -File ops\kubectl-ai\install.ps1 [folder]
# checksums.txt says which version, and what its archives must be. KUBECTL_AI_RELEASES names a mirror.
param([string]$Folder = (Join-Path $env:LOCALAPPDATA 'Programs\kubectl-ai'))
$ErrorActionPreference = 'Stop'
# The bar makes a download many times slower.
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

$releases = $env:KUBECTL_AI_RELEASES
if (-not $releases) { $releases = 'https://github.com/GoogleCloudPlatform/kubectl-ai/releases/download' }
$machine = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'arm64' } else { 'x86_64' }
$line = Select-String -Path (Join-Path $PSScriptRoot 'checksums.txt') -Pattern "_Windows_$machine\.zip"
$expected, $path = $line.Line -split '\s+'

$temporary = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory -Path $temporary | Out-Null
try {
  $archive = Join-Path $temporary 'archive.zip'
  Invoke-WebRequest -UseBasicParsing -Uri "$releases/$path" -OutFile $archive
  $sum = (Get-FileHash -Algorithm SHA256 -Path $archive).Hash.ToLowerInvariant()
  if ($sum -ne $expected) {
    throw "$releases/$path is not what was released: its SHA-256 is $sum, not $expected. Nothing is installed."
  }
  Expand-Archive -Path $archive -DestinationPath $temporary
  New-Item -ItemType Directory -Force -Path $Folder | Out-Null
  Copy-Item -Force -Path (Join-Path $temporary 'kubectl-ai.exe') -Destination $Folder
} finally {
  Remove-Item -Recurse -Force -Path $temporary
}
Write-Output "$(Join-Path $Folder 'kubectl-ai.exe') is $($path.Split('/')[0])."
if (($env:PATH -split ';') -notcontains $Folder) { Write-Output "Put $Folder into PATH." }
