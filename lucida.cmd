@echo off
rem Starts Lucida. Builds it first where the program is missing or older than its sources.
rem   LUCIDA_JAVA_OPTS   options for the Java virtual machine, for instance -Xmx4g
rem   LUCIDA_PROGRESS    bar, lines or none
rem   JAVA_HOME          which Java; by itself: the java on the PATH
setlocal EnableExtensions DisableDelayedExpansion
set "LUCIDA_HOME=%~dp0"
if "%LUCIDA_HOME:~-1%"=="\" set "LUCIDA_HOME=%LUCIDA_HOME:~0,-1%"

rem No blocks in brackets here: a path such as "Program Files (x86)" would end them.
if not defined JAVA_HOME goto javafrompath
set "LUCIDA_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%LUCIDA_JAVA%" goto javafound
echo lucida: JAVA_HOME="%JAVA_HOME%" holds no bin\java.exe; point it to a JDK 17 or newer, or unset it 1>&2
exit /b 2
:javafrompath
set "LUCIDA_JAVA=java"
where java >nul 2>nul
if not errorlevel 1 goto javafound
echo lucida: no Java found; install a JDK 17 or newer, for instance from https://adoptium.net, or set JAVA_HOME 1>&2
exit /b 2
:javafound

rem Java 17 is the first that knows this option; asking so needs no text to be taken apart.
"%LUCIDA_JAVA%" --enable-native-access=ALL-UNNAMED -version >nul 2>nul
if not errorlevel 1 goto javagood
echo lucida: "%LUCIDA_JAVA%" is older than Java 17; install a JDK 17 or newer, or set JAVA_HOME 1>&2
exit /b 2
:javagood

rem A released program lies beside this script; a source tree builds its own.
set "LUCIDA_JAR=%LUCIDA_HOME%\lucida.jar"
if not exist "%LUCIDA_HOME%\pom.xml" goto run
set "LUCIDA_JAR=%LUCIDA_HOME%\target\lucida.jar"

rem Exit code 1 of this line means: missing, or older than a source.
powershell -NoProfile -Command "$jar = Get-Item -ErrorAction SilentlyContinue (Join-Path $env:LUCIDA_HOME 'target\lucida.jar'); if (-not $jar) { exit 1 }; foreach ($part in 'pom.xml','src\main','simulator','native','configs') { $path = Join-Path $env:LUCIDA_HOME $part; if ((Test-Path $path) -and (Get-ChildItem -Recurse -File $path | Where-Object { $_.LastWriteTime -gt $jar.LastWriteTime } | Select-Object -First 1)) { exit 1 } }; exit 0"
if not errorlevel 1 goto run

where mvn >nul 2>nul
if not errorlevel 1 goto build
echo lucida: target\lucida.jar is missing or older than its sources, and there is no mvn to build it; install Maven 3.6.3 or newer from https://maven.apache.org 1>&2
exit /b 2
:build
echo lucida: building (once, a minute or so the first time) ... 1>&2
if not exist "%LUCIDA_HOME%\target" mkdir "%LUCIDA_HOME%\target"
pushd "%LUCIDA_HOME%"
call mvn -q -B -ntp -Dmaven.test.skip=true package > "%LUCIDA_HOME%\target\lucida-build.log" 2>&1
set "LUCIDA_BUILT=%ERRORLEVEL%"
popd
if "%LUCIDA_BUILT%"=="0" goto built
type "%LUCIDA_HOME%\target\lucida-build.log" 1>&2
echo lucida: the build failed; the whole log is in "%LUCIDA_HOME%\target\lucida-build.log" 1>&2
exit /b 4
:built
powershell -NoProfile -Command "(Get-Item (Join-Path $env:LUCIDA_HOME 'target\lucida.jar')).LastWriteTime = Get-Date"

:run
if exist "%LUCIDA_JAR%" goto start
echo lucida: "%LUCIDA_JAR%" is missing; unpack the whole release again 1>&2
exit /b 2
:start
set "LUCIDA_GC=-XX:+UseParallelGC"
if not "%LUCIDA_JAVA_OPTS%"=="" echo %LUCIDA_JAVA_OPTS% | findstr /C:"-XX:+Use" >nul && set "LUCIDA_GC="
"%LUCIDA_JAVA%" -Djava.awt.headless=true -XX:MaxDirectMemorySize=1024g %LUCIDA_GC% %LUCIDA_JAVA_OPTS% -jar "%LUCIDA_JAR%" %*
exit /b %ERRORLEVEL%
