package dev.byoml.transforms.value;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WellKnownAccountsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S-1-5-18",
        "S-1-5-19",
        "S-1-5-20",
        "S-1-5-80-880578595-1860270145-482643319-2788375705-1540778122",
        "S-1-5-82-1-2-3-4-5",
        "S-1-5-83-1-2-3-4-5",
        "S-1-5-90-0-2",
        "S-1-5-96-0-1",
      })
  void knowsAnAccountOfAComputerByItsSid(String sid) {
    assertThat(WellKnownAccounts.kind(sid), is("computer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NT AUTHORITY\\SYSTEM",
        "nt authority\\network service",
        "NT-AUTORITÄT\\SYSTEM",
        "NT-AUTORITA\u0308T\\SYSTEM",
        "NT-AUTORITÄT\\Netzwerkdienst",
        "AUTORITE NT\\Système",
        "NT AUTHORITY\\СИСТЕМА",
        "AUTORIDADE NT\\SISTEMA",
        "ZARZĄDZANIE NT\\SYSTEM",
        "NT SERVICE\\MSSQLSERVER",
        "Window Manager\\DWM-1",
        "Fenster-Manager\\DWM-2",
        "Font Driver Host\\UMFD-0",
        "SYSTEM",
        "\\СИСТЕМА",
        "Lokaler Dienst",
      })
  void knowsAnAccountOfAComputerByItsNameInAnyLanguage(String name) {
    assertThat(WellKnownAccounts.kind(name), is("computer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S-1-5-7",
        "S-1-0-0",
        "NT AUTHORITY\\ANONYMOUS LOGON",
        "ANONYMOUS LOGON",
        "NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG",
        "NT AUTHORITY\\АНОНИМНЫЙ ВХОД",
        "NT AUTHORITY\\INICIO DE SESIÓN ANÓNIMO",
      })
  void knowsWhoHasNotSignedIn(String account) {
    assertThat(WellKnownAccounts.kind(account), is("anonymous"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S-1-5-21-1-2-3-500",
        "S-1-5-21-1-2-3-1105",
        "S-1-12-1-1-2-3-4",
        "CONTOSO\\ana",
        "CONTOSO\\system",
        "ana@contoso.example",
        "S-1-5-",
        "",
        "-",
      })
  void knowsNobodyElse(String account) {
    assertThat(WellKnownAccounts.kind(account), is(nullValue()));
  }

  @Property
  void neverThrows(@ForAll String account) {
    WellKnownAccounts.kind(account);
  }
}
