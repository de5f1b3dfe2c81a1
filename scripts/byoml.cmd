@echo off
rem The command line of sentinel-byoml from cmd.exe: scripts\byoml.cmd COMMAND [--option=value ...]
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0byoml.ps1" %*
exit /b %ERRORLEVEL%
