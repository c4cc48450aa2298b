# The environment of the check scripts. Sourced by run and slow.

export CI=true
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# Nothing stays behind when the script ends: no build nodes, no compiler server.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0

# Reference values and data sets lie beside the repository where they are installed; their tests skip without them.
if [[ -d ../shared/golden ]]; then export AUTOGRAD_GOLDEN="${AUTOGRAD_GOLDEN:-$(cd ../shared/golden && pwd)}"; fi
if [[ -d ../shared/data ]]; then export AUTOGRAD_DATA="${AUTOGRAD_DATA:-$(cd ../shared/data && pwd)}"; fi
