package dev.zerok.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled main classes of one module, found on the class path by their root package. */
public final class ModuleClasses {
  private static final ImportOption MAIN_ONLY =
      location -> !location.contains("test-classes") && !location.contains("-tests.jar");

  private ModuleClasses() {}

  /** The classes in {@code rootPackage} and below it, without any test's. */
  public static JavaClasses under(String rootPackage) {
    return new ClassFileImporter().withImportOption(MAIN_ONLY).importPackages(rootPackage);
  }
}
