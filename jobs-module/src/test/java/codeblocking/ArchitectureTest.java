package codeblocking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout of DESIGN, held; each rule is also seen to fail on a class that breaks it. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  private static final ArchRule DOCKER_STAYS_IN_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("codeblocking.container..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  private static final ArchRule GITHUB_STAYS_IN_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("codeblocking.github..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.kohsuke..");

  private static final ArchRule GIT_STAYS_IN_ITS_ADAPTERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "codeblocking.workspace..",
              "codeblocking.save..",
              "codeblocking.remote..",
              "codeblocking.importing..",
              "codeblocking.project..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jgit..");

  private static final ArchRule THE_DATABASE_STAYS_IN_THE_LEDGER =
      noClasses()
          .that()
          .resideOutsideOfPackages("codeblocking.ledger..", "codeblocking.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.persistence..", "java.sql..", "com.zaxxer..");

  private static final ArchRule RULES_ARE_PURE =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Rule")
          .or()
          .haveSimpleNameEndingWith("Policy")
          .or()
          .haveSimpleName("JobState")
          .or()
          .haveSimpleName("ProjectState")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "java.io..", "java.nio.file..", "java.net.http..");

  private static final ArchRule USE_CASES_KNOW_NO_SERVER =
      noClasses()
          .that()
          .implement(codeblocking.job.Handler.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta..");

  private static final ArchRule CAPABILITIES_LEAVE_JOBS =
      slices()
          .matching("codeblocking.(prewarm|persist|importing|cleanup|timeline)..")
          .should()
          .notDependOnEachOther();

  private static final ArchRule ONLY_PLACES_TELL_WHERE_A_PROJECT_IS =
      noClasses()
          .that()
          .resideOutsideOfPackages("codeblocking.place..", "codeblocking.settings..")
          .should()
          .callMethod(codeblocking.settings.DataDirectory.class, "slot", String.class)
          .orShould()
          .callMethod(codeblocking.settings.DataDirectory.class, "project", String.class);

  private static final ArchRule NOBODY_KNOWS_THE_ASSEMBLY =
      noClasses()
          .that()
          .resideOutsideOfPackages("codeblocking.assembly..", "codeblocking.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("codeblocking.assembly..");

  private static final ArchRule TIME_IS_INJECTED =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  private static final ArchRule NO_NAMES_THAT_SAY_NOTHING =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  private static final ArchRule NOTHING_IS_DESERIALIZED =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.jms.ObjectMessage");

  private static final ArchRule NO_PROCESS_STARTS_ON_THE_HOST =
      noClasses()
          .that()
          // The doctor asks the machine's own tools; hanging up is a signal, which Java has not.
          .resideOutsideOfPackages("codeblocking.launch..", "codeblocking.container..")
          .should()
          .callConstructor(ProcessBuilder.class, String[].class)
          .orShould()
          .callConstructor(ProcessBuilder.class, List.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String.class);

  private static final ArchRule WORKERS_ARE_THIN =
      classes()
          .that()
          .areAnnotatedWith(jakarta.ejb.MessageDriven.class)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("codeblocking.queue..", "jakarta..", "java.lang..");

  @Test
  void docker_stays_in_its_adapter() {
    DOCKER_STAYS_IN_ITS_ADAPTER.check(PRODUCT);
  }

  @Test
  void github_stays_in_its_adapter() {
    GITHUB_STAYS_IN_ITS_ADAPTER.check(PRODUCT);
  }

  @Test
  void git_stays_in_its_adapters() {
    GIT_STAYS_IN_ITS_ADAPTERS.check(PRODUCT);
  }

  @Test
  void the_database_stays_in_the_ledger() {
    THE_DATABASE_STAYS_IN_THE_LEDGER.check(PRODUCT);
  }

  @Test
  void rules_are_pure() {
    RULES_ARE_PURE.check(PRODUCT);
  }

  @Test
  void use_cases_know_no_server() {
    USE_CASES_KNOW_NO_SERVER.check(PRODUCT);
  }

  @Test
  void capabilities_leave_jobs_and_do_not_call_each_other() {
    CAPABILITIES_LEAVE_JOBS.check(PRODUCT);
  }

  @Test
  void only_places_tell_where_a_project_is() {
    ONLY_PLACES_TELL_WHERE_A_PROJECT_IS.check(PRODUCT);
  }

  @Test
  void nobody_knows_the_assembly() {
    NOBODY_KNOWS_THE_ASSEMBLY.check(PRODUCT);
  }

  @Test
  void time_is_injected() {
    TIME_IS_INJECTED.check(PRODUCT);
  }

  @Test
  void no_names_that_say_nothing() {
    NO_NAMES_THAT_SAY_NOTHING.check(PRODUCT);
  }

  @Test
  void nothing_is_deserialized() {
    NOTHING_IS_DESERIALIZED.check(PRODUCT);
  }

  @Test
  void no_process_starts_on_the_host() {
    NO_PROCESS_STARTS_ON_THE_HOST.check(PRODUCT);
  }

  @Test
  void workers_are_thin() {
    WORKERS_ARE_THIN.check(PRODUCT);
  }

  @Test
  void every_rule_bites() {
    JavaClasses broken = new ClassFileImporter().importPackages("codeblocking.brokenonpurpose");
    for (ArchRule rule :
        List.of(
            DOCKER_STAYS_IN_ITS_ADAPTER,
            GITHUB_STAYS_IN_ITS_ADAPTER,
            GIT_STAYS_IN_ITS_ADAPTERS,
            THE_DATABASE_STAYS_IN_THE_LEDGER,
            RULES_ARE_PURE,
            USE_CASES_KNOW_NO_SERVER,
            ONLY_PLACES_TELL_WHERE_A_PROJECT_IS,
            NOBODY_KNOWS_THE_ASSEMBLY,
            TIME_IS_INJECTED,
            NO_NAMES_THAT_SAY_NOTHING,
            NOTHING_IS_DESERIALIZED,
            NO_PROCESS_STARTS_ON_THE_HOST,
            WORKERS_ARE_THIN)) {
      assertThatThrownBy(() -> rule.check(broken))
          .as(rule.getDescription())
          .isInstanceOf(AssertionError.class);
    }
  }
}
