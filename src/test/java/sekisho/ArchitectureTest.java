package sekisho;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house rules of docs/architecture.md, held by the compiler's output. */
class ArchitectureTest {
  /** Lowest first; packages of one layer do not import each other. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("model", "fault"),
          Set.of(
              "hello",
              "proxyprotocol",
              "message",
              "route",
              "balance",
              "limit",
              "certificate",
              "storage",
              "metrics",
              "live",
              "journal",
              "system",
              "rpc",
              "deadline"),
          Set.of("tls", "config", "channel"),
          Set.of("upstream"),
          Set.of("runtime", "relay", "acme"),
          Set.of("http"),
          Set.of("accept", "explain"),
          Set.of("control"),
          Set.of("status"),
          Set.of("scrape", "ui"),
          Set.of("admin"));

  /** Beside the house: serves the quick start, and only the root knows it. */
  private static final String DEMO = "demo";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("sekisho");

  @Test
  void everyPackageHasItsPlaceInTheLayers() {
    Set<String> placed = LAYERS.stream().flatMap(Set::stream).collect(Collectors.toSet());
    placed.add(DEMO);

    assertThat(packages()).isEqualTo(new TreeSet<>(placed));
  }

  @Test
  void onlyStrictlyLowerLayersAreImported() {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      Set<String> notBelow =
          LAYERS.subList(layer, LAYERS.size()).stream()
              .flatMap(Set::stream)
              .collect(Collectors.toSet());
      notBelow.add(DEMO);
      for (String name : LAYERS.get(layer)) {
        String[] forbidden =
            notBelow.stream()
                .filter(other -> !other.equals(name))
                .map(other -> "sekisho." + other)
                .toArray(String[]::new);
        noClasses()
            .that()
            .resideInAPackage("sekisho." + name)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden)
            .because(name + " is in layer " + layer)
            .check(CLASSES);
      }
    }
  }

  @Test
  void nothingBelowImportsTheRoot() {
    noClasses()
        .that()
        .resideInAPackage("sekisho.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("sekisho")
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("sekisho.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theDataPathKnowsNoContainer() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "sekisho.model..",
            "sekisho.hello..",
            "sekisho.proxyprotocol..",
            "sekisho.message..",
            "sekisho.route..",
            "sekisho.balance..",
            "sekisho.limit..",
            "sekisho.live..",
            "sekisho.metrics..",
            "sekisho.tls..",
            "sekisho.channel..",
            "sekisho.runtime..",
            "sekisho.relay..",
            "sekisho.http..",
            "sekisho.upstream..",
            "sekisho.accept..",
            "sekisho.deadline..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..")
        .check(CLASSES);
  }

  @Test
  void onlyCertificatesAndAcmeKnowBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackages("sekisho.certificate", "sekisho.acme")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void onlyAcmeKnowsAcme4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("sekisho.acme")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.shredzone..")
        .check(CLASSES);
  }

  @Test
  void onlyThePublicSuffixListKnowsGuava() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("sekisho.config.PublicSuffix")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.common..")
        .check(CLASSES);
  }

  @Test
  void httpSeesNothingOfTheDriverBehindItsSeam() {
    noClasses()
        .that()
        .resideInAPackage("sekisho.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(CLASSES);
  }

  @Test
  void theModelDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("sekisho.model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "sekisho.model", "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void rpcKnowsNothingOfTheHouseAndNoTransport() {
    classes()
        .that()
        .resideInAPackage("sekisho.rpc")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.math..",
            "java.nio..",
            "java.io..",
            "java.time..",
            "java.util..",
            "com.fasterxml.jackson..",
            "sekisho.rpc",
            "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    for (JavaPackage inside : CLASSES.getPackage("sekisho").getSubpackagesInTree()) {
      if (!inside.getClasses().isEmpty()) {
        assertThat(inside.isAnnotatedWith(NullMarked.class)).as(inside.getName()).isTrue();
      }
    }
  }

  /** The sentence with which {@code package-info} files end. */
  private static final Pattern DECLARED = Pattern.compile("Layer \\d+: depends on ([^.;]*)");

  private static final Pattern NAME = Pattern.compile("\\{@code (\\w+)}");

  @Test
  void packagesSayTheirLayerAndWhatTheyDependOn() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      for (String name : LAYERS.get(layer)) {
        String text = declaration(name);
        all.assertThat(text).as(name).contains("Layer " + layer + ":");
        all.assertThat(declared(text)).as("what %s depends on", name).isEqualTo(dependencies(name));
      }
    }
    all.assertAll();
  }

  private static Set<String> declared(String text) {
    Matcher sentence = DECLARED.matcher(text);
    assertThat(sentence.find()).as(text).isTrue();
    Set<String> names = new TreeSet<>();
    NAME.matcher(sentence.group(1)).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  /** The text of a package's Javadoc, in one line. */
  private static String declaration(String name) throws IOException {
    Path file = Path.of("src/main/java/sekisho", name, "package-info.java");
    return Files.readString(file).replaceAll("\\s+(?:\\* )?", " ");
  }

  private static Set<String> dependencies(String name) {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals("sekisho." + name))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(target -> target.startsWith("sekisho.") && !target.equals("sekisho." + name))
        .map(target -> target.substring("sekisho.".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> packages() {
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith("sekisho."))
        .map(name -> name.substring("sekisho.".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
