//! A data package as a ZIP archive: in memory while it is small, in a file without a name once it is not. It is complete
//! before anybody reads it, so that no transaction waits for a slow reader.

use std::io::{Seek as _, SeekFrom};

use tempfile::SpooledTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::files::Content;
use super::{Files, PackageForm, internal};
use crate::Error;

/// Bytes of an archive that stay in memory.
const IN_MEMORY: usize = 4 << 20;

pub(super) struct Archive {
    zip: ZipWriter<SpooledTempFile>,
    form: PackageForm,
}

impl Archive {
    pub(super) fn new(form: PackageForm) -> Self {
        Self { zip: ZipWriter::new(SpooledTempFile::new(IN_MEMORY)), form }
    }

    /// The archive from its first byte on.
    pub(super) fn finish(self) -> Result<SpooledTempFile, Error> {
        let mut file = self.zip.finish().map_err(internal)?;
        file.seek(SeekFrom::Start(0)).map_err(internal)?;
        Ok(file)
    }
}

impl Files for Archive {
    fn file(&mut self, name: &str, content: Content<'_>) -> Result<(), Error> {
        // Parquet is compressed in itself.
        let is_table = name.ends_with(self.form.form().extension());
        let method = match self.form {
            PackageForm::Parquet if is_table => CompressionMethod::Stored,
            PackageForm::Csv | PackageForm::Parquet => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name, options).map_err(internal)?;
        content(&mut self.zip)
    }
}
