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

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use blaupause_kernel::Digest;
    use zip::ZipArchive;

    use super::super::files::measured;
    use super::*;

    /// More than stays in memory, and not to be compressed away.
    #[test]
    fn what_is_too_large_for_memory_reads_back_as_it_was() {
        let noise: Vec<u8> = (0..IN_MEMORY + 1_000_000)
            .scan(1_u32, |state, _| {
                *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes().first().copied()
            })
            .collect();
        for form in [PackageForm::Csv, PackageForm::Parquet] {
            let mut archive = Archive::new(form);
            let name = format!("table.{}", form.form().extension());
            let write = |sink: &mut (dyn std::io::Write + Send), bytes: &[u8]| {
                sink.write_all(bytes).map_err(internal)
            };
            let size = measured(&mut archive, &name, &mut |sink| write(sink, &noise)).unwrap();
            archive.file("README.md", &mut |sink| write(sink, b"# Paket")).unwrap();
            assert_eq!((size.bytes, size.digest), (noise.len().try_into().unwrap(), Digest::of(&noise)));
            let file = archive.finish().unwrap();
            assert!(file.is_rolled());
            let mut read = ZipArchive::new(file).unwrap();
            let mut content = |name: &str| {
                let mut bytes = Vec::new();
                read.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
                bytes
            };
            assert!(content(&name) == noise);
            assert_eq!(content("README.md"), b"# Paket");
        }
    }
}
