package dev.byoml.model.sample.organization;

import java.util.List;

/** The invented names of organisations, people, departments and folders. */
final class Vocabulary {
  private static final List<String> ORGANIZATIONS =
      words("contoso fabrikam northwind adatum litware tailspin wingtip proseware");

  private static final List<String> FIRST_NAMES =
      words(
          "Alice Amir Anna Asha Ben Boris Carla Chen Clara Daniel Dora Eda Elif Emil Erik Eva"
              + " Farid Fiona Frida Gita Goran Hana Hugo Ida Igor Ines Ivan Jana Jasper Joao Jonas"
              + " Julia Kai Karim Kofi Lara Lea Leo Lina Luca Maja Marco Mei Mina Nadia Nils Noor"
              + " Olga Omar Paula Pedro Priya Rosa Ruth Samir Sara Sven Tara Timo Uma Vera Viktor"
              + " Yara Zoe");

  private static final List<String> LAST_NAMES =
      words(
          "Abbas Adler Ahmed Albers Almeida Andersen Arslan Baker Banerjee Barros Bauer Becker"
              + " Berg Blanc Bosch Brandt Bruno Burke Castro Chan Cohen Costa Cruz Dahl Demir Diaz"
              + " Dumont Egger Falk Farkas Fischer Fontana Franco Fuchs Gallo Garcia Gruber Gupta"
              + " Haas Hansen Hartmann Hassan Heller Horvat Huber Ito Jansen Jensen Kaya Keller Khan"
              + " Kim Klein Koch Kovacs Kumar Lang Larsen Lehmann Lindgren Lopez Lund Maier Marin"
              + " Mendes Meyer Moreau Moser Nagy Novak Okafor Olsen Ortiz Park Pavlov Perez Petit"
              + " Ramos Richter Rossi Santos Sato Schulz Silva Singh Sousa Stein Suzuki Tanaka Vogel"
              + " Wagner Weber Winter Wolff Young Zhang");

  private static final List<String> DEPARTMENTS =
      words(
          "finance sales it engineering hr legal marketing operations support research procurement"
              + " logistics quality facilities treasury security training design communications"
              + " planning audit insurance production maintenance");

  private static final List<String> SITES =
      words(
          "berlin oslo porto lyon graz turin gdansk bergen malaga leeds basel ghent utrecht brno"
              + " zagreb riga tartu cork split vaasa");

  private static final List<String> DEPARTMENT_FOLDERS =
      words("reports archive forms policies handbook calendar statistics");

  private static final List<String> TEAM_FOLDERS =
      words(
          "budget contracts planning projects vendors drafts analysis clients minutes invoices"
              + " reviews tenders workshop incoming releases inventory");

  private static final List<String> SHARED_FOLDERS =
      words(
          "public templates software intranet photos announcements canteen exchange scans guides"
              + " travel library");

  private static final List<String> SERVICES =
      words("svc-backup svc-erp svc-index svc-sync svc-report svc-scan svc-monitor svc-deploy");

  private static final List<String> APPLICATION_SERVERS = words("app sql web erp mail wsus ci dms");

  private Vocabulary() {}

  static String organization(int number) {
    return numbered(ORGANIZATIONS, number, "");
  }

  /** Number of people who can be named without a number behind the name. */
  static int distinctPeople() {
    return FIRST_NAMES.size() * LAST_NAMES.size();
  }

  /** A person's account name; a different one for each number. */
  static String person(int number) {
    int name = number % distinctPeople();
    int namesake = number / distinctPeople();
    return FIRST_NAMES.get(name % FIRST_NAMES.size())
        + "."
        + LAST_NAMES.get(name / FIRST_NAMES.size())
        + (namesake == 0 ? "" : Integer.toString(namesake + 1));
  }

  static String department(int number) {
    String name = DEPARTMENTS.get(number % DEPARTMENTS.size());
    int site = number / DEPARTMENTS.size();
    return site == 0 ? name : name + "-" + numbered(SITES, site - 1, "");
  }

  static String departmentFolder(String department, int number) {
    return number == 0
        ? department + "$"
        : department + "-" + numbered(DEPARTMENT_FOLDERS, number - 1, "");
  }

  static String teamFolder(String department, int number) {
    return department + "-" + numbered(TEAM_FOLDERS, number, "");
  }

  static String newFolder(String department, int number) {
    return department + "-2026" + (number == 0 ? "" : "-" + (number + 1));
  }

  static String sharedFolder(int number) {
    return numbered(SHARED_FOLDERS, number, "");
  }

  static String service(int number) {
    return numbered(SERVICES, number, "-");
  }

  static String fileServer(int number) {
    return "fs" + twoDigits(number + 1);
  }

  static String applicationServer(int number) {
    return APPLICATION_SERVERS.get(number % APPLICATION_SERVERS.size())
        + twoDigits(number / APPLICATION_SERVERS.size() + 1);
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  /** The word of that number; beyond the last word they start again with 2 behind them. */
  private static String numbered(List<String> words, int number, String separator) {
    int round = number / words.size();
    String word = words.get(number % words.size());
    return round == 0 ? word : word + separator + (round + 1);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
