package dev.byoml.model.sample.organization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The servers, departments and shares of one organisation.
 *
 * @param servers file and application servers; their administrative shares are resources
 * @param domainControllers servers that everybody signs in at
 * @param printServer the server that everybody prints at
 * @param departments all departments, of unequal size
 * @param shares all resources, each at its number
 * @param headcounts share of the people who work in each department; they add up to 1
 */
public record Estate(
    List<Server> servers,
    List<Server> domainControllers,
    Server printServer,
    List<Department> departments,
    List<Share> shares,
    List<Double> headcounts) {

  private static final int RESOURCES_OF_A_SERVER = 10;
  private static final int MOST_SERVERS = 500;
  private static final int QUIET_EVERY = 3;
  private static final int RESOURCES_OF_A_SHARED_FOLDER = 30;
  private static final int FEWEST_DEPARTMENTS = 3;
  private static final int FEWEST_SHARES_OF_A_DEPARTMENT = 2;
  private static final int PEOPLE_OF_A_TEAM = 10;
  private static final int SHARES_OF_A_TEAM = 8;

  public Estate {
    servers = List.copyOf(servers);
    domainControllers = List.copyOf(domainControllers);
    departments = List.copyOf(departments);
    shares = List.copyOf(shares);
    headcounts = List.copyOf(headcounts);
  }

  /** Plans the estate for a number of users with exactly that many resources. */
  static Estate of(
      RandomKey key, String dnsDomain, int users, int resources, OrganizationShape shape) {
    return new Plan(key, dnsDomain, users, resources, shape).estate();
  }

  /** The shares of one kind, in order of their numbers. */
  public List<Share> sharesOf(Share.Kind kind) {
    return shares.stream().filter(share -> share.kind() == kind).toList();
  }

  /** Puts shares on servers, numbering them as they come. */
  private static final class Plan {
    private final RandomKey key;
    private final String dnsDomain;
    private final int users;
    private final OrganizationShape shape;
    private final int serverCount;
    private final int sharedFolders;
    private final int newFolders;
    private final int departmentShares;
    private final List<Share> shares = new ArrayList<>();

    Plan(RandomKey key, String dnsDomain, int users, int resources, OrganizationShape shape) {
      this.key = key.of("estate");
      this.dnsDomain = dnsDomain;
      this.users = users;
      this.shape = shape;
      serverCount = within(resources / RESOURCES_OF_A_SERVER, 3, MOST_SERVERS);
      sharedFolders = within(resources / RESOURCES_OF_A_SHARED_FOLDER, 2, 12);
      newFolders = within(shape.scenariosOfEachKind(users), 1, Math.max(1, resources / 25));
      departmentShares = resources - 2 * serverCount - sharedFolders - newFolders;
    }

    Estate estate() {
      List<Server> fileServers = servers(Server.Role.FILES, (serverCount + 1) / 2);
      List<Server> applicationServers = servers(Server.Role.APPLICATION, serverCount / 2);
      List<Server> servers = new ArrayList<>(fileServers);
      servers.addAll(applicationServers);

      int departmentCount = departmentCount();
      List<Double> headcounts = headcounts(departmentCount);
      List<Department> departments = departments(headcounts, fileServers);
      addNewFolders(departments, fileServers);
      for (int folder = 0; folder < sharedFolders; folder++) {
        add(
            fileServers.get(folder % fileServers.size()),
            Vocabulary.sharedFolder(folder),
            Share.Kind.EVERYBODY,
            Department.NONE,
            Department.NONE);
      }
      for (Server server : servers) {
        for (String name : List.of("C$", "ADMIN$")) {
          add(server, name, Share.Kind.ADMINISTRATIVE, Department.NONE, Department.NONE);
        }
      }
      return new Estate(
          servers,
          List.of(
              server("dc01", Server.Role.DOMAIN_CONTROLLER, false),
              server("dc02", Server.Role.DOMAIN_CONTROLLER, false)),
          server("print01", Server.Role.PRINTING, false),
          departments,
          shares,
          headcounts);
    }

    private List<Server> servers(Server.Role role, int count) {
      List<Server> servers = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        boolean files = role == Server.Role.FILES;
        servers.add(
            server(
                files ? Vocabulary.fileServer(number) : Vocabulary.applicationServer(number),
                role,
                !files && number % QUIET_EVERY == 0));
      }
      return servers;
    }

    /** Some servers write their own name in capitals. */
    private Server server(String name, Server.Role role, boolean quiet) {
      boolean capitals = key.of("spelling").of(name).stream().chance(0.3);
      String spelt = capitals ? name.toUpperCase(Locale.ROOT) : name;
      return new Server(spelt + "." + dnsDomain, role, quiet);
    }

    private int departmentCount() {
      int wanted =
          shape.departments() > 0
              ? shape.departments()
              : (int) Math.round(StrictMath.sqrt(users) / 2);
      return within(wanted, FEWEST_DEPARTMENTS, Math.min(departmentShares / 3, users / 5));
    }

    private List<Double> headcounts(int departmentCount) {
      double[] weights = new double[departmentCount];
      double sum = 0;
      for (int number = 0; number < departmentCount; number++) {
        double luck = key.of("headcount").of(number).stream().heavyTailed(0.35);
        weights[number] = luck / StrictMath.pow(number + 2, 0.5);
        sum += weights[number];
      }
      List<Double> headcounts = new ArrayList<>();
      for (double weight : weights) {
        headcounts.add(weight / sum);
      }
      return headcounts;
    }

    private List<Department> departments(List<Double> headcounts, List<Server> fileServers) {
      int[] sizes = apportion(headcounts);
      List<Department> departments = new ArrayList<>();
      for (int number = 0; number < sizes.length; number++) {
        departments.add(
            department(number, sizes[number], headcounts.get(number) * users, fileServers));
      }
      return departments;
    }

    private Department department(int number, int size, double people, List<Server> fileServers) {
      String name = Vocabulary.department(number);
      Server home = key.of("home").of(number).stream().pick(fileServers);
      int wide = within(size / 4, 1, 8);
      int folders = size - wide;
      int teams =
          within(
              Math.max((int) Math.round(people / PEOPLE_OF_A_TEAM), folders / SHARES_OF_A_TEAM),
              1,
              folders);
      List<Share> own = new ArrayList<>();
      for (int folder = 0; folder < wide; folder++) {
        own.add(
            add(
                home,
                Vocabulary.departmentFolder(name, folder),
                Share.Kind.DEPARTMENT,
                number,
                Department.NONE));
      }
      RandomStream random = key.of("folders").of(number).stream();
      for (int folder = 0; folder < folders; folder++) {
        Server server = random.chance(0.8) ? home : random.pick(fileServers);
        own.add(
            add(
                server,
                Vocabulary.teamFolder(name, folder),
                Share.Kind.TEAM,
                number,
                folder % teams));
      }
      return new Department(number, name, teams, own);
    }

    private void addNewFolders(List<Department> departments, List<Server> fileServers) {
      RandomStream random = key.of("new folders").stream();
      List<Department> chosen = random.pick(departments, departments.size());
      for (int folder = 0; folder < newFolders; folder++) {
        Department department = chosen.get(folder % chosen.size());
        add(
            random.pick(fileServers),
            Vocabulary.newFolder(department.name(), folder / chosen.size()),
            Share.Kind.NEWLY_MADE,
            department.number(),
            Department.NONE);
      }
    }

    private Share add(Server server, String name, Share.Kind kind, int department, int team) {
      Share share = Share.of(shares.size(), server, name, kind, department, team);
      shares.add(share);
      return share;
    }

    /** Splits the departments' shares by headcount, by largest remainder. */
    private int[] apportion(List<Double> headcounts) {
      int count = headcounts.size();
      int free = departmentShares - FEWEST_SHARES_OF_A_DEPARTMENT * count;
      int[] sizes = new int[count];
      double[] remainders = new double[count];
      int given = 0;
      for (int number = 0; number < count; number++) {
        double exact = headcounts.get(number) * free;
        int whole = (int) exact;
        sizes[number] = FEWEST_SHARES_OF_A_DEPARTMENT + whole;
        remainders[number] = exact - whole;
        given += whole;
      }
      List<Integer> byRemainder =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(number -> -remainders[number]))
              .toList();
      for (int i = 0; i < free - given; i++) {
        sizes[byRemainder.get(i % count)]++;
      }
      return sizes;
    }

    private static int within(int value, int least, int most) {
      return Math.max(least, Math.min(value, most));
    }
  }
}
