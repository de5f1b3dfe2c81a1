package dev.byoml.transforms.value;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows the accounts that every Windows has, by security identifier and, where there is none, by
 * the names that Windows gives them in its languages. As of Microsoft's <a
 * href="https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers">list
 * of well-known SIDs</a>: only accounts below {@code S-1-5-21} (a domain's or a computer's own) and
 * {@code S-1-12-1} (Entra ID) are somebody's.
 */
public final class WellKnownAccounts {

  /** Kind of the accounts under which a computer works for itself. */
  public static final String COMPUTER = "computer";

  /** Kind of the account of whoever has not signed in. */
  public static final String ANONYMOUS = "anonymous";

  private static final Pattern SID = Pattern.compile("S-1(?:-\\d{1,19})+");
  private static final String DOMAIN_ACCOUNT = "S-1-5-21-";
  private static final String ENTRA_ACCOUNT = "S-1-12-1-";
  private static final Set<String> ANONYMOUS_SIDS = Set.of("S-1-5-7", "S-1-0-0");

  /** Sessions of the window manager and of the font driver host, in every language. */
  private static final Pattern SESSION = Pattern.compile("(?:dwm|umfd)-\\d+");

  private static final Set<String> AUTHORITIES =
      Set.of(
          "nt authority",
          "nt-autorität",
          "autorite nt",
          "autorité nt",
          "autoridad nt",
          "autoridade nt",
          "autorità nt",
          "zarządzanie nt",
          "nt instans",
          "nt-instans",
          "nt-myndighet",
          "nt-myndighed",
          "nt-hallinta",
          "nt yetkilisi",
          "nt service",
          "nt-dienst",
          "nt virtual machine",
          "iis apppool",
          "window manager",
          "fenster-manager",
          "gestionnaire de fenêtres",
          "administrador de ventanas",
          "font driver host");

  private static final Set<String> COMPUTER_NAMES =
      Set.of(
          "system",
          "système",
          "sistema",
          "система",
          "järjestelmä",
          "sistem",
          "local service",
          "lokaler dienst",
          "service local",
          "servicio local",
          "servizio locale",
          "serviço local",
          "usługa lokalna",
          "lokal tjänst",
          "lokal tjeneste",
          "lokale service",
          "plaatselijke service",
          "paikallinen palvelu",
          "helyi szolgáltatás",
          "místní služba",
          "network service",
          "netzwerkdienst",
          "service réseau",
          "service reseau",
          "servicio de red",
          "servizio di rete",
          "serviço de rede",
          "usługa sieciowa",
          "nätverkstjänst",
          "nettverkstjeneste",
          "netværkstjeneste",
          "netwerkservice",
          "verkkopalvelu",
          "hálózati szolgáltatás",
          "síťová služba");

  private static final Set<String> ANONYMOUS_NAMES =
      Set.of(
          "anonymous logon",
          "anonymous-anmeldung",
          "anonyme anmeldung",
          "ouverture de session anonyme",
          "connexion anonyme",
          "inicio de sesión anónimo",
          "inicio de sesion anonimo",
          "accesso anonimo",
          "logon anônimo",
          "início de sessão anónimo",
          "logowanie anonimowe",
          "anonym inloggning",
          "anonym pålogging",
          "anonymt logon",
          "anonieme aanmelding",
          "anonyymi sisäänkirjaus",
          "névtelen bejelentkezés",
          "anonymní přihlášení",
          "анонимный вход");

  private WellKnownAccounts() {}

  /**
   * The kind of an account.
   *
   * @param account its SID, or its name with or without {@code domain\}
   * @return {@link #COMPUTER} or {@link #ANONYMOUS}; null if it is not an account that every
   *     Windows has, or nothing
   */
  public static String kind(String account) {
    if (account.startsWith(DOMAIN_ACCOUNT)) {
      return null;
    }
    return SID.matcher(account).matches() ? kindOfSid(account) : kindOfName(account);
  }

  private static String kindOfSid(String sid) {
    if (sid.startsWith(ENTRA_ACCOUNT)) {
      return null;
    }
    return ANONYMOUS_SIDS.contains(sid) ? ANONYMOUS : COMPUTER;
  }

  private static String kindOfName(String account) {
    String lowerCase =
        Normalizer.normalize(account.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    int separator = lowerCase.lastIndexOf('\\');
    String name = lowerCase.substring(separator + 1);
    String domain = separator < 0 ? "" : lowerCase.substring(0, separator);
    if (ANONYMOUS_NAMES.contains(name)) {
      return ANONYMOUS;
    }
    boolean isComputer =
        AUTHORITIES.contains(domain)
            || (domain.isEmpty() && COMPUTER_NAMES.contains(name))
            || SESSION.matcher(name).matches();
    return isComputer ? COMPUTER : null;
  }
}
