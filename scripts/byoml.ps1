# The command line of sentinel-byoml on Windows: scripts\byoml.ps1 COMMAND [--option=value ...]
# Builds the bundle first when it is missing. BYOML_JAVA_OPTIONS adds options for the Java machine,
# BYOML_CLASS_PATH jars with algorithms of your own, a semicolon between two.
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $PSScriptRoot

function Stop-Byoml([string] $message) {
    [Console]::Error.WriteLine("byoml: $message")
    exit 2
}

$bundle = 'direct'
foreach ($argument in $args) {
    if ("$argument" -match '^--runner=(.*\.)?(\w+)$') {
        switch ($Matches[2]) {
            'DirectRunner' { $bundle = 'direct' }
            'SparkRunner' { $bundle = 'spark' }
            'FlinkRunner' { $bundle = 'flink' }
            default { Stop-Byoml "there is no bundle for $argument; use DirectRunner, SparkRunner or FlinkRunner" }
        }
    }
}

$java = 'java'
if ($env:JAVA_HOME) {
    $java = Join-Path $env:JAVA_HOME 'bin\java.exe'
}
if (-not (Get-Command $java -ErrorAction SilentlyContinue)) {
    Stop-Byoml 'Java is missing; install a JDK 17 and set JAVA_HOME or PATH'
}

$target = Join-Path $here 'pipelines\target'
$jar = Join-Path $target "byoml-bundled-$bundle.jar"
$engine = Join-Path $target "engine-$bundle.classpath"
if (-not (Test-Path $jar) -or ($bundle -ne 'direct' -and -not (Test-Path $engine))) {
    if (-not (Get-Command mvn -ErrorAction SilentlyContinue)) {
        Stop-Byoml 'Maven is missing, and the bundle is not built yet; install Maven 3.8 or later'
    }
    [Console]::Error.WriteLine("byoml: building the $bundle bundle, once; this takes a few minutes on a fresh machine")
    Push-Location $here
    try {
        & mvn -B -ntp -q -DskipTests '-Dspotless.check.skip=true' "-P$bundle-runner" package
        if ($LASTEXITCODE -ne 0) {
            [Console]::Error.WriteLine('byoml: the build failed; Maven says why above')
            exit 1
        }
    }
    finally {
        Pop-Location
    }
}

$classPath = $jar
# How Java is to compile: see compiler_options in lib/bundle.sh.
$options = @('-XX:+UseParallelGC', '-XX:MaxRAMPercentage=70', '-XX:MetaspaceSize=192m',
    '-XX:CompileCommand=quiet', '-XX:CompileCommand=CompileThresholdScaling,dev.byoml.*::*,0.2',
    '-XX:Tier4InvocationThreshold=250000', '-XX:Tier4MinInvocationThreshold=30000',
    '-XX:Tier4CompileThreshold=750000', '-XX:Tier4BackEdgeThreshold=2000000',
    '-XX:MaxInlineLevel=9', '-XX:InlineSmallCode=1500')
if ($bundle -ne 'direct') {
    $classPath = "$classPath;$((Get-Content -Raw $engine).Trim())"
}
if ($env:BYOML_CLASS_PATH) {
    $classPath = "$classPath;$($env:BYOML_CLASS_PATH)"
}
if ($bundle -eq 'spark') {
    # What Spark needs on Java 17: its JavaModuleOptions.
    $packages = 'java.lang', 'java.lang.invoke', 'java.lang.reflect', 'java.io', 'java.net', 'java.nio', 'java.util',
        'java.util.concurrent', 'java.util.concurrent.atomic', 'jdk.internal.ref', 'sun.nio.ch', 'sun.nio.cs',
        'sun.security.action', 'sun.util.calendar'
    foreach ($package in $packages) {
        $options += "--add-opens=java.base/$package=ALL-UNNAMED"
    }
    $options += '-Djdk.reflect.useDirectMethodHandle=false'
    if (-not $env:SPARK_LOCAL_IP) {
        $env:SPARK_LOCAL_IP = '127.0.0.1'
    }
}
if ($env:BYOML_JAVA_OPTIONS) {
    $options += $env:BYOML_JAVA_OPTIONS.Trim() -split '\s+'
}

& $java @options -cp $classPath dev.byoml.pipelines.Byoml @args
exit $LASTEXITCODE
